import { createHash } from 'node:crypto';

/**
 * RFC 6962 section 2.1 written down word for word, on lists of entries, sharing nothing with the
 * package: slow, and plainly right. Tests and vectors compare the real thing with it.
 */
type Entries = readonly Uint8Array[];

/** MTH(D[n]). */
export function naiveRoot(entries: Entries): Uint8Array {
  const [only] = entries;
  if (only === undefined) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), only);
  const k = naiveSplit(entries.length);
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

/** PATH(m, D[n]). */
export function naiveInclusion(m: number, entries: Entries): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = naiveSplit(entries.length);
  return m < k
    ? [...naiveInclusion(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naiveInclusion(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

/** PROOF(m, D[n]), and SUBPROOF(m, D[n], b) with `known` for b. */
export function naiveConsistency(m: number, entries: Entries, known = true): Uint8Array[] {
  if (m === entries.length) return known ? [] : [naiveRoot(entries)];
  const k = naiveSplit(entries.length);
  return m <= k
    ? [...naiveConsistency(m, entries.slice(0, k), known), naiveRoot(entries.slice(k))]
    : [...naiveConsistency(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

function naiveSplit(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}
