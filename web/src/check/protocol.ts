import type { Check, Verification } from '@luna/evidence';
import type { ProblemCode } from './problem.ts';

/** What is to be checked: a passport, by the code in the address, or an evidence file of the reader's. */
export type Subject = string | File;

/** What the page asks its worker; `origin` is the page's own. */
export type CheckRequest = { subject: Subject; origin: string };

/** The parts of a check that take time. */
export type Stage = 'configuration' | 'download' | 'checks';

/** The finished checks, and what they were run on. */
export type Checked = {
  verification: Verification;
  /** Exactly the bytes that were checked, for the reader to keep. */
  file: Uint8Array<ArrayBuffer>;
  chainId: number;
  /** Chain servers that were asked, in order. */
  rpcUrls: readonly string[];
};

/** What the worker tells the page, in this order; exactly one of the last two ends it. */
export type CheckMessage =
  | { type: 'stage'; stage: Stage }
  | { type: 'received'; bytes: number; total: number | null }
  | { type: 'check'; check: Check }
  | { type: 'checked'; checked: Checked }
  | { type: 'problem'; code: ProblemCode; detail: string };
