import { fromHex } from '@luna/record';
import { base58btc } from 'multiformats/bases/base58';
import type { PassportDocument, PassportState } from '../passport-state.ts';
import { PRODUCT_TYPES } from '../product-types.ts';
import { CredentialError } from './credential-error.ts';
import { checkTime } from './date-time.ts';
import type { JsonObject } from './json-document.ts';
import type { StatusEntry } from './status-entry.ts';

/** How the signed document is named and typed when it is attached to the passport itself. */
export const PASSPORT_DOCUMENT = {
  name: 'digital-product-passport',
  mediaType: 'application/vc',
} as const;

/** A device that is part of this one, by its passport code. */
export type Component = { code: string; part: string };

/** What a public passport document is made of. */
export type ProductPassportParts = {
  passport: PassportState;
  components: readonly Component[];
  /** Who vouches for it: DID and legal name. */
  issuer: { did: string; name: string };
  /** Where the public side is served, such as `https://passports.example`. */
  publicOrigin: string;
  /** URLs of the evidence file and of the log's checkpoint. */
  links: { evidence: string; log: string };
  /** Where it was made, as far as known. */
  facility?: { id: string; name: string };
  validFrom: string;
  credentialStatus: StatusEntry;
};

/**
 * The unsigned UNTP 0.7.0 Digital Product Passport of a device, a W3C Verifiable Credential 2.0. It is
 * public: docs/spec/credential.md says what is in it and what is not.
 *
 * @throws CredentialError ORIGIN_INVALID, TIME_INVALID
 */
export function productPassport(parts: ProductPassportParts): JsonObject {
  const { passport, issuer, validFrom, credentialStatus } = parts;
  checkTime(validFrom);
  const id = passportUrl(parts.publicOrigin, passport.code);
  return {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://vocabulary.uncefact.org/untp/0.7.0/context/',
    ],
    type: ['DigitalProductPassport', 'VerifiableCredential'],
    id: `${id}?position=${passport.position}`,
    // Flags come first wherever a passport is shown, also by software that knows no flags.
    name: [...passport.flags, `Digital product passport ${passport.code}`].join(': '),
    issuer: { type: ['CredentialIssuer'], id: issuer.did, name: issuer.name },
    validFrom,
    credentialStatus,
    credentialSubject: product(id, parts),
  };
}

function product(id: string, parts: ProductPassportParts): JsonObject {
  const { passport, issuer, publicOrigin } = parts;
  const { productType, origin } = passport.parts;
  return {
    type: ['Product'],
    id,
    name: passport.name ?? `${passport.manufacturer} ${passport.model}`,
    idScheme: { type: ['IdentifierScheme'], id: issuer.did, name: 'Luna passport code' },
    idGranularity: 'item',
    modelNumber: passport.model,
    itemNumber: passport.serialNumber,
    productCategory: [
      {
        code: productType,
        name: PRODUCT_TYPES[productType],
        schemeId: `${publicOrigin}/vocabulary/product-types`,
        schemeName: 'Luna product types',
      },
    ],
    relatedParty: [
      {
        role: 'manufacturer',
        party: { type: ['Party'], id: `${id}#manufacturer`, name: passport.manufacturer },
      },
    ],
    producedAtFacility: {
      type: ['Facility'],
      ...(parts.facility ?? { id: `${id}#facility`, name: 'not recorded' }),
    },
    countryOfProduction: { countryCode: origin },
    characteristics: characteristics(parts),
    relatedDocument: [...traceability(parts), ...documents(passport.documents)],
  };
}

function characteristics({ passport, components, publicOrigin }: ProductPassportParts): JsonObject {
  return {
    passportCode: passport.code,
    status: passport.status,
    flags: [...passport.flags],
    // UNTP's productionDate is a day; ours is a month, and a day must not be made up.
    manufacturedAt: passport.manufacturedAt,
    ledgerPosition: passport.position,
    components: components.map(({ code, part }) => ({
      part,
      passportCode: code,
      passportUrl: passportUrl(publicOrigin, code),
    })),
  };
}

const TRACEABILITY = 'https://ref.gs1.org/voc/traceability';

function traceability({ links }: ProductPassportParts): JsonObject[] {
  return [
    {
      linkURL: links.evidence,
      linkName: 'Evidence: the history, proven against the log and its anchor',
      mediaType: 'application/json',
      linkType: TRACEABILITY,
    },
    {
      linkURL: links.log,
      linkName: 'Checkpoint of the transparency log',
      mediaType: 'text/plain',
      linkType: TRACEABILITY,
    },
  ];
}

/** Published documents by content, so that any gateway can serve them; not earlier passports. */
function documents(attached: readonly PassportDocument[]): JsonObject[] {
  return attached.flatMap(({ cid, name, mediaType, sha256 }) => {
    const earlier = name === PASSPORT_DOCUMENT.name && mediaType === PASSPORT_DOCUMENT.mediaType;
    if (cid === null || earlier) return [];
    return [
      { linkURL: `ipfs://${cid}`, linkName: name, digestMultibase: digest(sha256), mediaType },
    ];
  });
}

/** A SHA-256 as multihash (0x12, 32 bytes) in multibase: VC Data Integrity 1.0, "Resource Integrity". */
function digest(sha256: string): string {
  return base58btc.encode(Uint8Array.from([0x12, 0x20, ...fromHex(sha256)]));
}

function passportUrl(publicOrigin: string, code: string): string {
  if (URL.parse(publicOrigin)?.origin !== publicOrigin) {
    throw new CredentialError('ORIGIN_INVALID', 'expected an origin such as https://host:port');
  }
  return `${publicOrigin}/p/${code}`;
}
