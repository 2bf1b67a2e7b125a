import * as z from 'zod/mini';
import { CredentialError } from './credential-error.ts';
import { dateTime } from './date-time.ts';
import { isObject, readDocument, type JsonObject } from './json-document.ts';
import { decodePublicKey } from './multikey.ts';
import { readSecured } from './read-secured.ts';
import {
  verification,
  verifiedDocument,
  type CredentialVerification,
} from './verify-credential.ts';

const didShape = z.looseObject({
  id: z.string(),
  verificationMethod: z.optional(z.array(z.looseObject({ id: z.string() }))),
  assertionMethod: z.optional(z.array(z.unknown())),
});
const multikey = z.looseObject({
  type: z.literal('Multikey'),
  controller: z.string(),
  publicKeyMultibase: z.string(),
  revoked: z.optional(dateTime),
});

/** Times in Unix milliseconds. */
export type IssuedOptions = {
  now: number;
  /** Since when the document is known to have existed, say from the ledger; `now` when unknown. */
  knownAt?: number;
};

/**
 * Whether the issuer that the document names signed it: as `verifyCredential`, with the key that the
 * issuer's DID document lists for `assertionMethod` under the id the proof names.
 *
 * A key that was revoked counts only for documents known from before: a thief writes any `created`, but
 * not the ledger's past. Never throws; reasons besides those of `verifyCredential`:
 * DID_DOCUMENT_INVALID, ISSUER_MISMATCH, KEY_UNKNOWN, KEY_REVOKED.
 */
export function verifyIssued(
  secured: unknown,
  didDocument: unknown,
  { now, knownAt = now }: IssuedOptions,
): CredentialVerification {
  return verification(() => {
    const parts = readSecured(secured);
    const { verificationMethod } = parts.proof;
    const { did, publicKey, revoked } = findKey(didDocument, verificationMethod);
    if (issuerOf(parts.document) !== did) {
      throw new CredentialError('ISSUER_MISMATCH', 'signed by another than the issuer it names');
    }
    const document = verifiedDocument(parts, { publicKey, verificationMethod, now });
    if (revoked !== undefined && Date.parse(revoked) <= knownAt) {
      throw new CredentialError('KEY_REVOKED', `the key was revoked at ${revoked}`);
    }
    return document;
  });
}

function findKey(didDocument: unknown, id: string) {
  const { success, data } = didShape.safeParse(readDocument(didDocument));
  if (!success) throw new CredentialError('DID_DOCUMENT_INVALID', 'not a DID document');
  const method = data.verificationMethod?.find((each) => each.id === id);
  if (method === undefined) {
    throw new CredentialError('KEY_UNKNOWN', 'the DID document does not list the key of the proof');
  }
  const key = multikey.safeParse(method);
  if (!key.success || key.data.controller !== data.id) {
    throw new CredentialError('DID_DOCUMENT_INVALID', 'the key is no Multikey of this DID');
  }
  const { publicKeyMultibase, revoked } = key.data;
  // Revoked keys are listed for no purpose any more; ours never had another.
  if (revoked === undefined && !data.assertionMethod?.includes(id)) {
    throw new CredentialError('KEY_UNKNOWN', 'the key is not for issuing credentials');
  }
  return { did: data.id, publicKey: decodePublicKey(publicKeyMultibase), revoked };
}

function issuerOf({ issuer }: JsonObject): unknown {
  return isObject(issuer) ? issuer['id'] : issuer;
}
