import type { JsonValue } from '@luna/record';
import { base58btc } from 'multiformats/bases/base58';
import * as z from 'zod/mini';
import { CredentialError } from './credential-error.ts';
import { dateTime } from './date-time.ts';
import { PROOF_TYPE } from './hash-data.ts';
import { isObject, readDocument, type JsonObject } from './json-document.ts';

const SIGNATURE_LENGTH = 64;
/** 64 bytes have 64 to 88 digits in base58, after the letter z. */
const SIGNATURE_TEXT = /^z[1-9A-HJ-NP-Za-km-z]{64,88}$/;

const proofShape = z.looseObject({
  proofPurpose: z.string(),
  verificationMethod: z.string(),
  proofValue: z.string().check(z.regex(SIGNATURE_TEXT)),
  created: z.optional(dateTime),
  expires: z.optional(dateTime),
});

/** A signed document taken apart: what was signed, with which options, and the 64-byte signature. */
export type Secured = {
  document: JsonObject;
  options: JsonObject;
  proof: z.infer<typeof proofShape>;
  signature: Uint8Array;
};

/**
 * Takes a signed document apart (VC-DI-EDDSA 1.0, section 3.3.2, steps 1 to 4). Contexts that follow
 * those in the proof were not signed and are left out of `document`.
 *
 * @throws CredentialError DOCUMENT_INVALID, DOCUMENT_TOO_LARGE, PROOF_MISSING, PROOF_SET,
 *   PROOF_CHAIN, SUITE_WRONG, PROOF_MALFORMED, CONTEXT_MISMATCH
 */
export function readSecured(secured: unknown): Secured {
  const { proof: given, ...unsecured } = readDocument(secured);
  if (given === undefined) throw new CredentialError('PROOF_MISSING', 'the document is not signed');
  if (Array.isArray(given)) throw new CredentialError('PROOF_SET', 'only one proof is understood');
  if (!isObject(given)) throw new CredentialError('PROOF_MALFORMED', 'the proof is no object');
  const { proofValue, ...options } = given;
  if (Object.hasOwn(options, 'previousProof')) {
    throw new CredentialError('PROOF_CHAIN', 'proof chains are not understood');
  }
  if (options['type'] !== PROOF_TYPE.type || options['cryptosuite'] !== PROOF_TYPE.cryptosuite) {
    throw new CredentialError('SUITE_WRONG', `only ${PROOF_TYPE.cryptosuite} is understood`);
  }
  const parsed = proofShape.safeParse({ ...options, proofValue });
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new CredentialError('PROOF_MALFORMED', `the proof is not well formed: ${fields}`);
  }
  const proof = parsed.data;
  const signature = base58btc.decode(proof.proofValue);
  if (signature.length !== SIGNATURE_LENGTH) {
    throw new CredentialError('PROOF_MALFORMED', 'the signature does not have 64 bytes');
  }
  return { document: withSignedContext(unsecured, options), options, proof, signature };
}

function withSignedContext(unsecured: JsonObject, options: JsonObject): JsonObject {
  const signed = options['@context'];
  if (signed === undefined) return unsecured;
  const present = listOf(unsecured['@context'] ?? []);
  if (!listOf(signed).every((value, at) => sameJson(value, present[at]))) {
    throw new CredentialError('CONTEXT_MISMATCH', 'the @context is not the one that was signed');
  }
  return { ...unsecured, '@context': signed };
}

function listOf(value: JsonValue): JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

/** Both come from canonical JSON, so their keys are in the same order. */
function sameJson(a: JsonValue, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
