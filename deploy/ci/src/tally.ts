/** How many tests or checks passed, failed and were left out. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The plain last line of `npm test`, `npm run check` and `.ci/run`. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A program whose report says "all fine" but which ended badly (a crash, an error outside of any
 * test) counts as one failure; so does one that ran nothing at all.
 */
export function settle(tally: Tally, exitCode: number): Tally {
  const nothing = tally.passed + tally.failed + tally.skipped === 0;
  return tally.failed === 0 && (exitCode !== 0 || nothing) ? { ...tally, failed: 1 } : tally;
}
