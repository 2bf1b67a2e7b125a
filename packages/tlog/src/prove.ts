import { ProofError } from './error.ts';
import { edgeRoot, readEdge } from './edge.ts';
import type { Hash } from './hash.ts';
import { hashRanges } from './hash-ranges.ts';
import { isCount } from './number.ts';
import { consistencyRanges, inclusionRanges } from './ranges.ts';
import type { TileSource } from './tile.ts';

/** Root of the tree of the first `size` leaves, in one batched read of its right edge. */
export async function rootOf(source: TileSource, size: number): Promise<Hash> {
  return edgeRoot(await readEdge(source, size));
}

/**
 * Proof that leaf `index` is in the tree of the first `size` leaves, from its sibling upwards
 * (RFC 6962 section 2.1.1), in one batched read.
 * @throws ProofError unless 0 ≤ index < size ≤ 2^53 − 1
 */
export async function inclusionProof(
  source: TileSource,
  index: number,
  size: number,
): Promise<Hash[]> {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new ProofError('The leaf index must be below the tree size, at most 2^53 − 1.');
  }
  return hashRanges(source, size, inclusionRanges(index, size));
}

/**
 * Proof that the tree of `to` leaves begins with that of `from` leaves (RFC 6962 section 2.1.2),
 * in one batched read. Empty when they are the same size.
 * @throws ProofError unless 1 ≤ from ≤ to ≤ 2^53 − 1
 */
export async function consistencyProof(
  source: TileSource,
  from: number,
  to: number,
): Promise<Hash[]> {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) {
    throw new ProofError('A consistency proof goes from 1 or more leaves to no fewer.');
  }
  return hashRanges(source, to, consistencyRanges(from, to));
}
