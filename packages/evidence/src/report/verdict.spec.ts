import { describe, expect, test } from 'vitest';
import { CHECK_NAMES, CHECK_STATUSES, type CheckName, type CheckStatus } from '../checks/check.ts';
import { VERDICT_RULES, verdictOf, VERDICTS, type Verdict, type VerdictFacts } from './verdict.ts';

type Outcomes = Record<CheckName, CheckStatus>;

const ALL_PASS: Outcomes = {
  code: 'pass',
  payloads: 'pass',
  history: 'pass',
  inclusion: 'pass',
  checkpoint: 'pass',
  anchor: 'pass',
  time: 'pass',
  documents: 'pass',
};

/** All 3^8 combinations of outcomes. */
function* combinations(): Generator<Outcomes> {
  for (let number = 0; number < 3 ** CHECK_NAMES.length; number += 1) {
    const outcomes = { ...ALL_PASS };
    let rest = number;
    for (const name of CHECK_NAMES) {
      outcomes[name] = CHECK_STATUSES[rest % 3] ?? 'pass';
      rest = Math.floor(rest / 3);
    }
    yield outcomes;
  }
}

const FACTS: readonly VerdictFacts[] = [
  { withdrawn: false, pending: false },
  { withdrawn: false, pending: true },
  { withdrawn: true, pending: false },
  { withdrawn: true, pending: true },
];

/** The meaning of the verdicts in words of their own, not in those of the rules. */
function expected(outcomes: Outcomes, { withdrawn, pending }: VerdictFacts): Verdict {
  const failed = CHECK_NAMES.filter((name) => outcomes[name] === 'fail');
  const open = new Set(CHECK_NAMES.filter((name) => outcomes[name] === 'not-checked'));
  if (failed.length === 1 && failed[0] === 'anchor' && withdrawn) return 'REVOKED';
  if (failed.length > 0) return 'MISMATCH';
  if (open.has('code') || open.has('history') || open.has('inclusion')) return 'UNKNOWN';
  if (open.has('checkpoint') || open.has('anchor') || open.has('time')) return 'CANNOT_CHECK_NOW';
  return pending ? 'VERIFIED_UNTIL' : 'VERIFIED';
}

describe('verdictOf', () => {
  test('gives each of the 3^8 combinations the verdict it means', () => {
    let walked = 0;
    for (const outcomes of combinations()) {
      walked += 1;
      for (const facts of FACTS) {
        const verdict = verdictOf(outcomes, facts);
        if (verdict !== expected(outcomes, facts)) {
          expect.fail(`${JSON.stringify({ outcomes, facts })} gives ${verdict}`);
        }
      }
    }
    expect(walked).toBe(6561);
  });

  test('never says VERIFIED when a check has failed, nor MISMATCH when none has', () => {
    for (const outcomes of combinations()) {
      const failed = CHECK_NAMES.some((name) => outcomes[name] === 'fail');
      for (const facts of FACTS) {
        const verdict = verdictOf(outcomes, facts);
        expect(failed && verdict.startsWith('VERIFIED')).toBe(false);
        expect(!failed && (verdict === 'MISMATCH' || verdict === 'REVOKED')).toBe(false);
      }
    }
  });

  test('every rule decides something, and every verdict can come out', () => {
    const used = new Set<number>();
    const seen = new Set<Verdict>();
    for (const outcomes of combinations()) {
      for (const facts of FACTS) {
        seen.add(verdictOf(outcomes, facts));
        used.add(
          VERDICT_RULES.findIndex(
            ({ any, is, given }) =>
              any.some((name) => is === undefined || outcomes[name] === is) &&
              (given === undefined || facts[given]),
          ),
        );
      }
    }
    expect([...used].toSorted()).toEqual(VERDICT_RULES.map((_, index) => index));
    expect([...seen].toSorted()).toEqual([...VERDICTS].toSorted());
  });

  test('the counts of the whole table, so that no change goes unseen', () => {
    const counts = new Map<Verdict, number>();
    for (const outcomes of combinations()) {
      const verdict = verdictOf(outcomes, { withdrawn: false, pending: false });
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      VERIFIED: 4,
      MISMATCH: 6561 - 256,
      UNKNOWN: 256 - 32,
      CANNOT_CHECK_NOW: 32 - 4,
    });
  });
});
