import { sha256 } from '@luna/tlog';
import { RecordError } from './record-error.ts';

const DOMAIN = new TextEncoder().encode('luna/commit/1\n');

/**
 * What an entry says about its payload: SHA-256("luna/commit/1\n" ‖ salt ‖ payload).
 *
 * The salt is 32 random bytes (`COMMITMENT_SALT` otherwise), so that an erased payload cannot be
 * guessed from the 32 bytes that stay in the log.
 */
export function commitment(salt: Uint8Array, payload: Uint8Array): Uint8Array {
  if (salt.length !== 32) {
    throw new RecordError('COMMITMENT_SALT', `a payload salt has 32 bytes, not ${salt.length}`);
  }
  return sha256(DOMAIN, salt, payload);
}
