import { ed25519 } from '@noble/curves/ed25519.js';
import * as z from 'zod/mini';
import { CredentialError, type CredentialErrorCode } from './credential-error.ts';
import { dateTime } from './date-time.ts';
import { hashData } from './hash-data.ts';
import type { JsonObject } from './json-document.ts';
import { checkKey } from './multikey.ts';
import { readSecured, type Secured } from './read-secured.ts';

/** The document as it was signed, or why it does not count. */
export type CredentialVerification =
  | { verified: true; document: JsonObject }
  | { verified: false; reason: CredentialErrorCode; message: string };

/** The key that must have signed, for `assertionMethod` unless said otherwise; `now` in Unix ms. */
export type VerificationOptions = {
  publicKey: Uint8Array;
  verificationMethod: string;
  proofPurpose?: string;
  now: number;
};

const period = z.looseObject({ validFrom: z.optional(dateTime), validUntil: z.optional(dateTime) });

/**
 * Whether this key signed this document (VC-DI-EDDSA 1.0, section 3.3.2), and whether it is valid now
 * (VC Data Model 2.0, section 4.9; `expires` of the proof). Read the returned `document`, not the one
 * given: contexts added after signing are not in it. Never throws, whatever it is given.
 *
 * Reasons, in this order: what `readSecured` refuses, PURPOSE_WRONG, METHOD_MISMATCH, KEY_INVALID,
 * SIGNATURE_WRONG, DOCUMENT_INVALID (no such times), NOT_YET_VALID, EXPIRED, PROOF_EXPIRED.
 */
export function verifyCredential(
  secured: unknown,
  options: VerificationOptions,
): CredentialVerification {
  return verification(() => verifiedDocument(readSecured(secured), options));
}

/** Turns a refusal into an answer. */
export function verification(verify: () => JsonObject): CredentialVerification {
  try {
    return { verified: true, document: verify() };
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return { verified: false, reason: error.code, message: error.message };
  }
}

/** @throws CredentialError with the reasons of `verifyCredential` */
export function verifiedDocument(secured: Secured, options: VerificationOptions): JsonObject {
  const { document, proof } = secured;
  const purpose = options.proofPurpose ?? 'assertionMethod';
  if (proof.proofPurpose !== purpose) {
    throw new CredentialError('PURPOSE_WRONG', `signed for another purpose than ${purpose}`);
  }
  if (proof.verificationMethod !== options.verificationMethod) {
    throw new CredentialError('METHOD_MISMATCH', 'the proof names another key');
  }
  checkSignature(secured, options.publicKey);
  checkPeriod(secured, options.now);
  return document;
}

function checkSignature({ document, options, signature }: Secured, publicKey: Uint8Array): void {
  checkKey(publicKey);
  // Strict as RFC 8032 and FIPS 186-5, without the leniency that consensus systems want.
  if (!ed25519.verify(signature, hashData(document, options), publicKey, { zip215: false })) {
    throw new CredentialError('SIGNATURE_WRONG', 'this key did not sign this document');
  }
}

function checkPeriod({ document, proof }: Secured, now: number): void {
  const { success, data } = period.safeParse(document);
  if (!success) {
    throw new CredentialError('DOCUMENT_INVALID', 'validFrom or validUntil is no dateTimeStamp');
  }
  if (data.validFrom !== undefined && now < Date.parse(data.validFrom)) {
    throw new CredentialError('NOT_YET_VALID', `valid only from ${data.validFrom}`);
  }
  if (data.validUntil !== undefined && now > Date.parse(data.validUntil)) {
    throw new CredentialError('EXPIRED', `was valid until ${data.validUntil}`);
  }
  if (proof.expires !== undefined && now >= Date.parse(proof.expires)) {
    throw new CredentialError('PROOF_EXPIRED', `the proof expired at ${proof.expires}`);
  }
}
