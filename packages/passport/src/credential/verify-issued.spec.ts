import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didDocument, verificationMethodId } from './did-document.ts';
import type { JsonObject } from './json-document.ts';
import { encodePublicKey, publicKeyOf } from './multikey.ts';
import { signCredential } from './sign-credential.ts';
import { DID, KEY_ID, NOW, PUBLIC_KEY, signing, unsigned } from './testing/own-vector.ts';
import { refusal } from './testing/refusal.ts';
import { verifyIssued, type IssuedOptions } from './verify-issued.ts';

const signed = signCredential(unsigned, signing);
const newSeed = new Uint8Array(32).fill(7);
const newKey = publicKeyOf(newSeed);
const REVOKED = new Date(NOW).toISOString();

function reason(secured: unknown, document: unknown, options: IssuedOptions = { now: NOW }) {
  const result = verifyIssued(secured, document, options);
  return result.verified ? 'verified' : result.reason;
}

const document = didDocument({ did: DID, keys: [{ publicKey: PUBLIC_KEY }] });
const rotated = didDocument({
  did: DID,
  keys: [{ publicKey: PUBLIC_KEY, revoked: REVOKED }, { publicKey: newKey }],
});

describe('didDocument', () => {
  test('default: one key', () => {
    expect(document).toEqual({
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: DID,
      verificationMethod: [
        {
          id: `${DID}#${encodePublicKey(PUBLIC_KEY)}`,
          type: 'Multikey',
          controller: DID,
          publicKeyMultibase: encodePublicKey(PUBLIC_KEY),
        },
      ],
      assertionMethod: [KEY_ID],
    });
  });

  test('behaviour: a revoked key stays listed, for no purpose', () => {
    expect(rotated).toMatchObject({
      verificationMethod: [
        { id: KEY_ID, revoked: REVOKED },
        { publicKeyMultibase: encodePublicKey(newKey) },
      ],
      assertionMethod: [verificationMethodId(DID, newKey)],
    });
  });

  test('behaviour: no relationship is empty', () => {
    expect(didDocument({ did: DID, keys: [] })).toEqual({
      '@context': document['@context'],
      id: DID,
    });
    const keys = [{ publicKey: PUBLIC_KEY, revoked: REVOKED }];
    expect(didDocument({ did: DID, keys })).not.toHaveProperty('assertionMethod');
  });

  test('error: DID_INVALID, KEY_INVALID, TIME_INVALID', () => {
    const publicKey = PUBLIC_KEY;
    expect(refusal(() => didDocument({ did: 'did:key:z6Mk', keys: [] }))).toBe('DID_INVALID');
    expect(refusal(() => didDocument({ did: DID, keys: [{ publicKey: newKey.slice(1) }] }))).toBe(
      'KEY_INVALID',
    );
    expect(refusal(() => didDocument({ did: DID, keys: [{ publicKey, revoked: '2026' }] }))).toBe(
      'TIME_INVALID',
    );
  });
});

describe('verifyIssued', () => {
  test('default: the issuer that is named signed it', () => {
    expect(verifyIssued(signed, document, { now: NOW })).toEqual({
      verified: true,
      document: unsigned,
    });
  });

  test('behaviour: an issuer may be named by its DID alone', () => {
    expect(reason(signCredential({ ...unsigned, issuer: DID }, signing), document)).toBe(
      'verified',
    );
  });

  test('behaviour: after a rotation, old and new signatures count', () => {
    const both = didDocument({
      did: DID,
      keys: [{ publicKey: PUBLIC_KEY }, { publicKey: newKey }],
    });
    const verificationMethod = verificationMethodId(DID, newKey);
    const newer = signCredential(unsigned, { ...signing, privateKey: newSeed, verificationMethod });
    expect(reason(signed, both)).toBe('verified');
    expect(reason(newer, both)).toBe('verified');
    expect(reason(newer, rotated)).toBe('verified');
    expect(reason(newer, document)).toBe('KEY_UNKNOWN');
  });

  test('error: KEY_REVOKED, unless it is known from before', () => {
    const now = NOW + 1;
    expect(reason(signed, rotated, { now })).toBe('KEY_REVOKED');
    expect(reason(signed, rotated, { now, knownAt: NOW })).toBe('KEY_REVOKED');
    expect(reason(signed, rotated, { now, knownAt: NOW - 1 })).toBe('verified');
  });

  test('error: ISSUER_MISMATCH', () => {
    for (const issuer of ['did:web:other.example', { id: 'did:web:other.example' }, null, []]) {
      expect(reason(signCredential({ ...unsigned, issuer }, signing), document)).toBe(
        'ISSUER_MISMATCH',
      );
    }
  });

  test('error: KEY_UNKNOWN for a key that is listed for another purpose', () => {
    const { assertionMethod, ...others } = document;
    expect(reason(signed, { ...others, authentication: assertionMethod })).toBe('KEY_UNKNOWN');
  });

  test.each<[string, JsonObject]>([
    ['of another controller', { controller: 'did:web:other.example' }],
    ['of another type', { type: 'JsonWebKey' }],
    ['with an unreadable revocation', { revoked: 'yesterday' }],
  ])('error: DID_DOCUMENT_INVALID for a key %s', (_, changes) => {
    const key = { id: KEY_ID, type: 'Multikey', controller: DID, ...changes };
    const verificationMethod = [{ publicKeyMultibase: encodePublicKey(PUBLIC_KEY), ...key }];
    expect(reason(signed, { ...document, verificationMethod })).toBe('DID_DOCUMENT_INVALID');
  });

  test('error: what is wrong with the signature comes through', () => {
    expect(reason({ ...signed, name: 'x' }, document)).toBe('SIGNATURE_WRONG');
    expect(reason(unsigned, document)).toBe('PROOF_MISSING');
    expect(reason(signed, { id: DID, verificationMethod: [{ id: 1 }] })).toBe(
      'DID_DOCUMENT_INVALID',
    );
  });

  test('behaviour: garbage for a DID document is answered, never thrown', () => {
    const garbage = fc.oneof(
      fc.anything(),
      fc.anything().map((value) => ({ id: DID, verificationMethod: [value] })),
      fc.anything().map((value) => ({ ...document, verificationMethod: [{ id: KEY_ID, value }] })),
    );
    fc.assert(
      fc.property(garbage, (value) => {
        expect(verifyIssued(signed, value, { now: NOW })).toHaveProperty('verified', false);
      }),
    );
  });
});
