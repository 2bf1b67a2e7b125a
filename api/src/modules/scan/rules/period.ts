import { ValidationError } from '../../../http/validation-error.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 366;

/**
 * The days asked for, both included, in UTC; the last thirty up to `now` (Unix milliseconds) where
 * nothing is said. Throws VALIDATION_FAILED for a period of no days or more than a year.
 */
export function periodOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): { from: string; to: string } {
  const end = to === undefined ? now : Date.parse(to);
  const last = new Date(end).toISOString().slice(0, 10);
  const first = from ?? new Date(end - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS) {
    const message = `expected a day at most ${MOST_DAYS - 1} days before \`to\`, and not after it`;
    throw new ValidationError([{ field: 'from', message }]);
  }
  return { from: first, to: last };
}
