import { ed25519 } from '@noble/curves/ed25519.js';
import { base58btc } from 'multiformats/bases/base58';
import { CredentialError } from './credential-error.ts';
import { checkTime } from './date-time.ts';
import { hashData, PROOF_TYPE } from './hash-data.ts';
import { readDocument, type JsonObject } from './json-document.ts';
import { checkKey } from './multikey.ts';

/** With which key and when; `privateKey` is a 32-byte Ed25519 seed, `created` has an offset. */
export type SigningOptions = {
  privateKey: Uint8Array;
  verificationMethod: string;
  created: string;
  proofPurpose?: string;
};

/**
 * The document with a Data Integrity proof of suite `eddsa-jcs-2022` (VC-DI-EDDSA 1.0, section 3.3.1);
 * `proofPurpose` is `assertionMethod` unless said otherwise. Deterministic.
 *
 * @throws CredentialError PROOF_PRESENT (no proof sets, no chains), KEY_INVALID, TIME_INVALID,
 *   DOCUMENT_INVALID, DOCUMENT_TOO_LARGE
 */
export function signCredential(document: unknown, options: SigningOptions): JsonObject {
  const unsecured = readDocument(document);
  if (Object.hasOwn(unsecured, 'proof')) {
    throw new CredentialError(
      'PROOF_PRESENT',
      'sign a document once: proof sets are not made here',
    );
  }
  checkKey(options.privateKey);
  checkTime(options.created);
  const context = unsecured['@context'];
  const proof: JsonObject = {
    ...PROOF_TYPE,
    created: options.created,
    verificationMethod: options.verificationMethod,
    proofPurpose: options.proofPurpose ?? 'assertionMethod',
    ...(context !== undefined && { '@context': context }),
  };
  const signature = ed25519.sign(hashData(unsecured, proof), options.privateKey);
  return readDocument({
    ...unsecured,
    proof: { ...proof, proofValue: base58btc.encode(signature) },
  });
}
