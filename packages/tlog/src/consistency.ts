import { equalHashes, type Hash, hashNode, HASH_SIZE } from './hash.ts';
import { isCount } from './number.ts';

/** Two tree heads of one log, `from` ≤ `to` leaves, and the proof between them. */
export type Consistency = {
  from: number;
  to: number;
  fromRoot: Hash;
  toRoot: Hash;
  proof: readonly Hash[];
};

/**
 * Whether the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162 section 2.1.4.2).
 * Never throws. `from` = 0 is rejected: every tree extends the empty one, so such a proof proves
 * nothing and accepting it would let a caller skip the check. `from` = `to` wants an empty proof.
 */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false;
  if ([fromRoot, toRoot, ...proof].some((hash) => hash.length !== HASH_SIZE)) return false;
  if (from === to) return proof.length === 0 && equalHashes(fromRoot, toRoot);

  let fn = from - 1;
  let sn = to - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  // fn is 0 exactly when `from` is a power of two: the old root is then itself a node of the new
  // tree and is left out of the proof.
  const [first, ...rest] = fn === 0 ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;

  let oldRoot = first;
  let newRoot = first;
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldRoot = hashNode(hash, oldRoot);
      newRoot = hashNode(hash, newRoot);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      newRoot = hashNode(newRoot, hash);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && equalHashes(oldRoot, fromRoot) && equalHashes(newRoot, toRoot);
}
