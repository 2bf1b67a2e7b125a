import { ProofError } from './error.ts';
import { assertHash, equalHashes, type Hash, hashNode, HASH_SIZE } from './hash.ts';
import { isCount } from './number.ts';

/** A leaf's place in a tree of `size` leaves, and the audit path from its sibling to the top. */
export type Inclusion = {
  index: number;
  size: number;
  leaf: Hash;
  proof: readonly Hash[];
};

/**
 * Root that an inclusion proof leads to (RFC 9162 section 2.1.3.2). It says nothing by itself:
 * compare it with a root you trust.
 * @throws ProofError when the proof has the wrong length for `index` and `size`
 * @throws TlogError HASH_INVALID when the leaf or a hash of the proof is not 32 bytes
 */
export function rootFromInclusion({ index, size, leaf, proof }: Inclusion): Hash {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new ProofError('The leaf index must be below the tree size, at most 2^53 − 1.');
  }
  assertHash(leaf);
  // Divisions instead of shifts: JavaScript's shifts stop at 32 bits.
  let fn = index;
  let sn = size - 1;
  let root = leaf;
  for (const sibling of proof) {
    if (sn === 0) throw new ProofError('The inclusion proof is too long for this tree.');
    if (fn % 2 === 1 || fn === sn) {
      root = hashNode(sibling, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      root = hashNode(root, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  if (sn !== 0) throw new ProofError('The inclusion proof is too short for this tree.');
  return root;
}

/** Whether the proof shows `leaf` at `index` of the tree with this size and root; never throws. */
export function verifyInclusion({ root, ...inclusion }: Inclusion & { root: Hash }): boolean {
  const hashes = [root, inclusion.leaf, ...inclusion.proof];
  if (hashes.some((hash) => hash.length !== HASH_SIZE)) return false;
  try {
    return equalHashes(rootFromInclusion(inclusion), root);
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}
