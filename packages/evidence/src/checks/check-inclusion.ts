import { toHex } from '@luna/record';
import type { Evidence } from '../file/evidence-schema.ts';
import { finding, type Check } from './check.ts';
import type { ReadEntry } from './read-entries.ts';

/**
 * `inclusion`: the newest anchored entry is in the anchored tree (RFC 9162 section 2.1.3.2). `odd` is
 * true when the root that the proof leads to is not the one that checkpoint and anchor name.
 */
export function checkInclusion({ inclusion }: Evidence, newest: ReadEntry, odd: boolean): Check {
  const inputs = {
    leaf: toHex(newest.leaf),
    index: inclusion.index,
    size: inclusion.size,
    position: newest.place,
    steps: inclusion.proof.length,
  };
  return odd
    ? finding(
        'inclusion',
        'INCLUSION_NOT_PROVEN',
        'The newest entry, as given here, is not in the anchored log.',
        inputs,
      )
    : finding(
        'inclusion',
        'INCLUSION_PROVEN',
        `The newest entry is leaf ${inclusion.index} of the log of ${inclusion.size} entries.`,
        inputs,
      );
}
