import { digest } from '#sha256';
import { concat } from './bytes.ts';
import { TlogError } from './error.ts';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

/** Bytes of a hash. */
export const HASH_SIZE = 32;

/** SHA-256 of the parts, one after another. */
export function sha256(...parts: Uint8Array[]): Hash {
  return digest(concat(parts));
}

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Hash = sha256();

/** Leaf hash of an entry's bytes: SHA-256(0x00 ‖ entry) (RFC 6962 section 2.1). */
export function hashLeaf(entry: Uint8Array): Hash {
  const prefixed = new Uint8Array(1 + entry.length); // the prefix is the zero it begins with
  prefixed.set(entry, 1);
  return digest(prefixed);
}

// One scratch buffer, because node hashes are the hot path; digest() reads it before returning.
const node = new Uint8Array(1 + 2 * HASH_SIZE);
node[0] = 0x01;

/**
 * Hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 section 2.1).
 * @throws TlogError HASH_INVALID unless both are 32 bytes
 */
export function hashNode(left: Hash, right: Hash): Hash {
  assertHash(left);
  assertHash(right);
  node.set(left, 1);
  node.set(right, 1 + HASH_SIZE);
  return digest(node);
}

/** Root of a perfect subtree over `hashes`: 2^k hashes, one after another, k ≥ 0. */
export function perfectRoot(hashes: Uint8Array): Hash {
  let row = hashes;
  while (row.length > HASH_SIZE) {
    const parents = new Uint8Array(row.length / 2);
    for (let at = 0; at < parents.length; at += HASH_SIZE) {
      node.set(row.subarray(2 * at, 2 * at + 2 * HASH_SIZE), 1);
      parents.set(digest(node), at);
    }
    row = parents;
  }
  return row.slice();
}

/** @throws TlogError HASH_INVALID unless it is 32 bytes */
export function assertHash(hash: Uint8Array): void {
  if (hash.length !== HASH_SIZE) {
    throw new TlogError('HASH_INVALID', `A hash is 32 bytes, this one has ${hash.length}.`);
  }
}

/** Whether two hashes are the same 32 bytes; false for any other length. */
export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === HASH_SIZE && b.length === HASH_SIZE && a.every((byte, i) => byte === b[i]);
}
