import { splitPoint } from './number.ts';

/** Leaves [start, end) whose tree hash is one element of a proof. */
export type Range = { start: number; end: number };

/** What an inclusion proof consists of: PATH(m, D[n]) of RFC 6962 section 2.1.1, 0 ≤ index < size. */
export function inclusionRanges(index: number, size: number): Range[] {
  const path: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/** What a consistency proof consists of: PROOF(m, D[n]) of RFC 6962 section 2.1.2, 0 < from ≤ to. */
export function consistencyRanges(from: number, to: number): Range[] {
  const path: Range[] = [];
  let start = 0;
  let end = to;
  while (from < end) {
    const middle = start + splitPoint(end - start);
    if (from <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  // At the left border what remains is the old tree itself, whose root the verifier knows.
  if (start > 0) path.push({ start, end });
  return path.reverse();
}
