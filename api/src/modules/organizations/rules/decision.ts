import { LunaError } from '@luna/runtime';

/** Standing of a company on the platform; what a platform admin decides. */
export const STANDINGS = ['PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED'] as const;
export type Standing = (typeof STANDINGS)[number];
export type Decision = Exclude<Standing, 'PENDING'>;
export const DECISIONS = ['APPROVED', 'REJECTED', 'SUSPENDED'] as const;

const NEXT: Readonly<Record<Standing, readonly Decision[]>> = {
  PENDING: ['APPROVED', 'REJECTED'],
  APPROVED: ['SUSPENDED'],
  SUSPENDED: ['APPROVED'],
  REJECTED: ['APPROVED'],
};

/**
 * Throws DECISION_ILLEGAL when the standing does not lead there, REASON_REQUIRED when a company is
 * turned away without being told why.
 */
export function checkDecision(from: Standing, to: Decision, reason: string | undefined): void {
  if (!NEXT[from].includes(to)) {
    const next = NEXT[from].join(' or ');
    throw new LunaError(
      'DECISION_ILLEGAL',
      `A company that is ${from} can become ${next}, not ${to}.`,
    );
  }
  if (to !== 'APPROVED' && !reason?.trim()) {
    throw new LunaError('REASON_REQUIRED', `${to} needs a reason: the company will read it.`);
  }
}
