import { sha256 } from '@luna/tlog';
import { documentBytes, type JsonObject } from './json-document.ts';

/** The one cryptosuite: `eddsa-jcs-2022`. */
export const PROOF_TYPE = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022' } as const;

/**
 * The 64 bytes that are signed: SHA-256 of the canonical proof options, which have no `proofValue`,
 * then SHA-256 of the canonical document, which has no `proof` (VC-DI-EDDSA 1.0, section 3.3.4).
 */
export function hashData(document: JsonObject, options: JsonObject): Uint8Array {
  return Uint8Array.from([...sha256(documentBytes(options)), ...sha256(documentBytes(document))]);
}
