/** Failures that go unpunished. */
const FREE_FAILURES = 4;
const FIRST_MS = 60_000;
const LONGEST_MS = 15 * 60_000;

/**
 * How long an account rests after so many failures in a row: one minute from the fifth on, doubling
 * up to a quarter of an hour. Longer would let anybody keep somebody else out (ASVS 5.0 V6.1.1); as
 * it is a guesser has about 100 tries a day.
 */
export function restAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(FIRST_MS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_MS);
}
