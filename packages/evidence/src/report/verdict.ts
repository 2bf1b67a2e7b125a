import { CHECK_NAMES, type CheckName, type CheckStatus } from '../checks/check.ts';

export const VERDICTS = [
  'VERIFIED',
  'VERIFIED_UNTIL',
  'MISMATCH',
  'REVOKED',
  'UNKNOWN',
  'CANNOT_CHECK_NOW',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a verdict depends on beside the eight outcomes. */
export type VerdictFacts = {
  /** The anchor check failed because a retirement withdrew the anchor. */
  withdrawn: boolean;
  /** The file holds entries that are not anchored yet. */
  pending: boolean;
};

type Rule = {
  verdict: Verdict;
  /** The rule applies when one of these checks … */
  any: readonly CheckName[];
  /** … has this outcome (absent: whatever it is) … */
  is?: CheckStatus;
  /** … and this fact holds (absent: whether or not). */
  given?: keyof VerdictFacts;
  because: string;
};

/**
 * Every combination of outcomes comes to one verdict: that of the first rule that applies. The last
 * rule always does.
 *
 * `payloads` and `documents` that were not checked do not stand in the way of VERIFIED: not
 * everything is for everybody to read, and what was left out is named beside the verdict.
 */
export const VERDICT_RULES: readonly Rule[] = [
  {
    verdict: 'MISMATCH',
    any: CHECK_NAMES.filter((name) => name !== 'anchor'),
    is: 'fail',
    because: 'something in the file is not what the log holds',
  },
  {
    verdict: 'REVOKED',
    any: ['anchor'],
    is: 'fail',
    given: 'withdrawn',
    because: 'the file is whole, but the anchor it rests on was withdrawn',
  },
  {
    verdict: 'MISMATCH',
    any: ['anchor'],
    is: 'fail',
    because: 'the chain says something else',
  },
  {
    verdict: 'UNKNOWN',
    any: ['code', 'history', 'inclusion'],
    is: 'not-checked',
    because: 'the file does not say which device it is about; asking again does not help',
  },
  {
    verdict: 'CANNOT_CHECK_NOW',
    any: ['checkpoint', 'anchor', 'time'],
    is: 'not-checked',
    because: 'nothing speaks against the file, but the chain or the browser could not be asked',
  },
  {
    verdict: 'VERIFIED_UNTIL',
    any: CHECK_NAMES,
    given: 'pending',
    because: 'newer entries are recorded and wait for their anchor',
  },
  {
    verdict: 'VERIFIED',
    any: CHECK_NAMES,
    because: 'everything that can be checked was checked and holds',
  },
];

/** The verdict on these outcomes, by `VERDICT_RULES`. */
export function verdictOf(
  outcomes: Readonly<Record<CheckName, CheckStatus>>,
  facts: VerdictFacts,
): Verdict {
  const rule = VERDICT_RULES.find(
    ({ any, is, given }) =>
      any.some((name) => is === undefined || outcomes[name] === is) &&
      (given === undefined || facts[given]),
  );
  return rule?.verdict ?? 'UNKNOWN';
}
