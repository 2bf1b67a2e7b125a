import type { Flag } from '@luna/record';

/** Dispositions of CBV 2.0 that stay with a thing, and the flags they are. */
export const FLAG_DISPOSITIONS = {
  RECALLED: 'recalled',
  STOLEN: 'stolen',
  MISSING: 'unknown',
} as const satisfies Record<Flag, string>;

/** Dispositions that say how an inspection or test went. */
export const RESULT_DISPOSITIONS = { pass: 'conformant', fail: 'non_conformant' } as const;
