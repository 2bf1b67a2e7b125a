import { createHash } from 'node:crypto';
import { fromHex, type JsonValue } from '@luna/record';
import { base58btc } from 'multiformats/bases/base58';
import { describe, expect, test } from 'vitest';
import { foldPassport } from '../fold-passport.ts';
import { historyOf, ORG, step } from '../testing/history.ts';
import { isObject, type JsonObject } from './json-document.ts';
import { passportDocumentBytes } from './passport-document.ts';
import {
  PASSPORT_DOCUMENT,
  productPassport,
  type ProductPassportParts,
} from './product-passport.ts';
import { signCredential } from './sign-credential.ts';
import { credentialStatusEntry, readStatusEntry } from './status-entry.ts';
import { reversedKeys } from './testing/arbitrary-mutation.ts';
import { checking, DID, signing } from './testing/own-vector.ts';
import { refusal } from './testing/refusal.ts';
import { untpFaults, untpSchema } from './testing/untp-schema.ts';
import { verifyCredential } from './verify-credential.ts';

const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';
const SHA256 = 'ab'.repeat(32);
const secret = { mediaType: 'application/pdf', length: 9, sha256: 'cd'.repeat(32) };

const history = historyOf(
  step('passport.document_attached', {
    name: 'manual.pdf',
    mediaType: 'application/pdf',
    sha256: SHA256,
    length: 12,
  }),
  step('passport.document_published', { sha256: SHA256, cid: CID }),
  step('passport.document_attached', { ...secret, name: 'prices.pdf' }),
  step('passport.document_attached', {
    ...PASSPORT_DOCUMENT,
    sha256: 'ef'.repeat(32),
    length: 1,
    cid: CID,
  }),
  step('passport.flagged', { flag: 'STOLEN', raised: true, reason: 'taken from the yard' }),
);

const parts: ProductPassportParts = {
  passport: foldPassport(history),
  components: [{ code: 'DP-MED-2601-IP-CN-000001-3C', part: 'gearbox' }],
  issuer: { did: DID, name: 'Médical GmbH' },
  publicOrigin: 'https://passports.example',
  links: {
    evidence: 'https://passports.example/api/v1/passports/DP-MED-2601-PF-CN-000001-0A/evidence',
    log: 'https://passports.example/log/checkpoint',
  },
  validFrom: '2026-01-15T08:30:00Z',
  credentialStatus: credentialStatusEntry({
    statusListCredential: 'https://passports.example/orgs/MED/status/1',
    index: 42,
  }),
};
const document = productPassport(parts);
const subject = member(document, 'credentialSubject');
const text = (value: unknown) => JSON.stringify(value);

function member(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : expect.unreachable(`no object ${name}`);
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

describe('the committed schema', () => {
  test('behaviour: is the published one', () => {
    expect(createHash('sha256').update(text(untpSchema)).digest('hex')).toBe(
      'a295cc4204e391a8f8428e90730a2abfaa779e4c9a1f12e76860346cfeb39d6a',
    );
  });
});

describe('productPassport', () => {
  test('default: is a UNTP 0.7.0 Digital Product Passport, unsigned and signed', () => {
    expect(untpFaults(document)).toEqual([]);
    const signed = signCredential(document, signing);
    expect(untpFaults(signed)).toEqual([]);
    expect(verifyCredential(signed, checking)).toEqual({ verified: true, document });
  });

  test('default: our facts stand where UNTP has room for them', () => {
    expect(subject).toMatchObject({
      id: 'https://passports.example/p/DP-MED-2601-PF-CN-000001-0A',
      name: 'MED PF-200',
      idGranularity: 'item',
      modelNumber: 'PF-200',
      itemNumber: '1',
      idScheme: { id: DID },
      productCategory: [{ code: 'PF', name: 'packaging and filling' }],
      relatedParty: [{ role: 'manufacturer', party: { name: 'MED' } }],
      producedAtFacility: { name: 'not recorded' },
      countryOfProduction: { countryCode: 'CN' },
      characteristics: {
        flags: ['STOLEN'],
        status: 'CREATED',
        passportCode: 'DP-MED-2601-PF-CN-000001-0A',
        manufacturedAt: '2026-01',
        ledgerPosition: 6,
        components: [
          {
            part: 'gearbox',
            passportCode: 'DP-MED-2601-IP-CN-000001-3C',
            passportUrl: 'https://passports.example/p/DP-MED-2601-IP-CN-000001-3C',
          },
        ],
      },
    });
    expect(document['id']).toBe(
      'https://passports.example/p/DP-MED-2601-PF-CN-000001-0A?position=6',
    );
    expect(document['name']).toBe('STOLEN: Digital product passport DP-MED-2601-PF-CN-000001-0A');
    expect(readStatusEntry(document).index).toBe(42);
  });

  test('behaviour: links to evidence, log and published documents', () => {
    const digestMultibase = base58btc.encode(Uint8Array.of(0x12, 0x20, ...fromHex(SHA256)));
    expect(subject['relatedDocument']).toMatchObject([
      { linkURL: parts.links.evidence, mediaType: 'application/json' },
      { linkURL: parts.links.log, mediaType: 'text/plain' },
      { linkURL: `ipfs://${CID}`, linkName: 'manual.pdf', digestMultibase },
    ]);
  });

  test('behaviour: says nothing that is not public', () => {
    for (const hidden of [ORG, 'prices.pdf', secret.sha256, 'yard', PASSPORT_DOCUMENT.name]) {
      expect(text(document)).not.toContain(hidden);
    }
  });

  test('behaviour: a facility is named where it is known, a name where it has one', () => {
    const facility = { id: 'https://id.example/414/4012345000009', name: 'Plant 1' };
    const passport = { ...parts.passport, name: 'Filler 9', manufacturedAt: null };
    const other = productPassport({ ...parts, facility, passport });
    expect(untpFaults(other)).toEqual([]);
    expect(member(other, 'credentialSubject')).toMatchObject({
      name: 'Filler 9',
      producedAtFacility: { type: ['Facility'], ...facility },
      characteristics: { manufacturedAt: null },
    });
  });

  test('error: ORIGIN_INVALID, TIME_INVALID', () => {
    for (const publicOrigin of [
      '',
      'passports.example',
      'https://a.example/',
      'https://A.example',
    ]) {
      expect(refusal(() => productPassport({ ...parts, publicOrigin }))).toBe('ORIGIN_INVALID');
    }
    expect(refusal(() => productPassport({ ...parts, validFrom: '2026' }))).toBe('TIME_INVALID');
  });
});

describe('the schema refuses a broken document', () => {
  test.each(['@context', 'id', 'issuer', 'validFrom', 'name', 'credentialSubject'])(
    'without %s',
    (name) => {
      expect(untpFaults(without(document, name))).not.toEqual([]);
    },
  );

  test.each([
    'id',
    'name',
    'idScheme',
    'idGranularity',
    'productCategory',
    'producedAtFacility',
    'countryOfProduction',
  ])('whose product has no %s', (name) => {
    const credentialSubject = without(subject, name);
    expect(untpFaults({ ...document, credentialSubject })).not.toEqual([]);
  });

  test.each<[string, JsonValue]>([
    ['type', ['VerifiableCredential']],
    ['@context', ['https://www.w3.org/ns/credentials/v2']],
    ['id', 'no uri'],
    ['validFrom', '2026-01-15'],
    ['issuer', DID],
    ['credentialStatus', { ...parts.credentialStatus, statusListIndex: '42' }],
    ['credentialSubject', { ...subject, idGranularity: 'piece' }],
    ['credentialSubject', { ...subject, type: ['Thing'] }],
    ['credentialSubject', { ...subject, relatedDocument: [{ linkURL: 'https://a.example' }] }],
  ])('with another %s', (name, value) => {
    expect(untpFaults({ ...document, [name]: value })).not.toEqual([]);
  });
});

describe('passportDocumentBytes', () => {
  const signed = signCredential(document, signing);

  test('default: the signed credential in RFC 8785 form', () => {
    const bytes = new TextDecoder().decode(passportDocumentBytes(signed));
    expect(JSON.parse(bytes)).toEqual(signed);
    expect(bytes.startsWith('{"@context":["https://www.w3.org/ns/credentials/v2",')).toBe(true);
    expect(passportDocumentBytes(reversedKeys(signed))).toEqual(passportDocumentBytes(signed));
  });

  test('error: what is not signed has no bytes', () => {
    expect(refusal(() => passportDocumentBytes(document))).toBe('PROOF_MISSING');
    expect(refusal(() => passportDocumentBytes(null))).toBe('DOCUMENT_INVALID');
  });
});
