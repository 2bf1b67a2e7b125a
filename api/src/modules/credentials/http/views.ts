import { z } from 'zod';
import { jsonLike } from '../../../http/sends.ts';
import { VERDICTS } from '../rules/verdict.ts';

const digest = z.string().meta({
  description: 'SHA-256 of the bytes, hex',
  example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
});
const cid = z.string().meta({
  description: 'Where everybody finds the bytes on IPFS',
  example: 'bafkreie7q3iidccmpvszul7kudcvvuavuo7u6gzlbobczuk5nqk3b4akba',
});
const instant = z.string().meta({ example: '2026-01-31T08:00:00.000Z' });
const position = z.int().meta({ description: 'Of the history it describes', example: 12 });
const did = 'did:web:passports.example:issuers:0198c1f2-7d3a-7c4e-9a51-6f0d2b8e4c17';
const keyId = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

/** W3C Verifiable Credentials 2.0 with a proof of Data Integrity; examples show the outline. */
export const CREDENTIAL = jsonLike({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: did,
  proof: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022' },
});
/** W3C DID 1.0. */
export const DID_DOCUMENT = jsonLike({
  id: did,
  verificationMethod: [{ id: `${did}#${keyId}`, type: 'Multikey', controller: did }],
});

/** What who publishes gets back: digests and places only, because it is stored. */
export const publicationReceipt = z
  .object({
    code: z
      .string()
      .meta({ description: 'Of the passport', example: 'DP-MED-2601-PF-CN-000001-0A' }),
    position,
    sha256: digest,
    cid,
    length: z.int().meta({ description: 'Bytes' }),
    publishedAt: instant,
  })
  .meta({ id: 'PublicationReceipt' });
export type PublicationReceipt = z.infer<typeof publicationReceipt>;

/** A version of a passport document. */
export const publicationView = z
  .object({
    passportId: z.uuid(),
    position,
    organizationId: z.uuid().meta({ description: 'Who vouches for it' }),
    sha256: digest,
    cid,
    length: z.int().meta({ description: 'Bytes' }),
    status: z
      .object({ list: z.int(), index: z.int() })
      .meta({ description: 'Where its revocation shows among the issuer’s status lists' }),
    publishedAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Publication' });
export type PublicationView = z.infer<typeof publicationView>;

/** A key of the organisation's did:web. */
export const issuerKeyView = z
  .object({
    id: z.string().meta({ description: 'The public key as Multikey', example: keyId }),
    verificationMethod: z
      .string()
      .meta({ description: 'Its name in the DID document', example: `${did}#${keyId}` }),
    createdAt: instant,
    retiredAt: instant.nullable().meta({ description: 'Since when another key signs' }),
    revokedAt: instant.nullable().meta({ description: 'Since when nothing new of it is believed' }),
  })
  .meta({ id: 'IssuerKey' });
export type IssuerKeyView = z.infer<typeof issuerKeyView>;

/** The organisation as an issuer. */
export const issuerView = z
  .object({
    did: z.string().meta({ example: did }),
    keys: z.array(issuerKeyView).meta({ description: 'Oldest first; none before the first use' }),
  })
  .meta({ id: 'Issuer' });
export type IssuerView = z.infer<typeof issuerView>;

const check = z.object({
  result: z.enum(['pass', 'fail', 'not_checked']),
  code: z.string().nullable().meta({ description: 'Stable; why it did not pass' }),
  message: z.string(),
});

/** What verification says, check by check. */
export const verificationView = z
  .object({
    verdict: z.enum(VERDICTS),
    checks: z.object({ issuer: check, signature: check, status: check, ledger: check }),
    publication: z
      .object({ code: z.string(), position: z.int(), recordedAt: instant })
      .nullable()
      .meta({ description: 'The event that publishes exactly these bytes' }),
  })
  .meta({ id: 'CredentialVerification' });
export type VerificationView = z.infer<typeof verificationView>;
