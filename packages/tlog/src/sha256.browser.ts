import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of one run of bytes. WebCrypto's digest is asynchronous and slower at this length. */
export function digest(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}
