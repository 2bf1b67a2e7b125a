import { LunaError } from '@luna/runtime';

/** How far a caller's clock may run ahead of ours. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * When something happened, as payloads say it: RFC 3339 in UTC with milliseconds; now when the
 * caller does not say. Throws OCCURRED_IN_FUTURE beyond five minutes.
 */
export function occurredAt(given: string | undefined, now: number): string {
  const time = given === undefined ? now : Date.parse(given);
  if (time > now + TOLERANCE_MS) {
    throw new LunaError(
      'OCCURRED_IN_FUTURE',
      'occurredAt lies in the future; only what has happened is recorded.',
    );
  }
  return new Date(time).toISOString();
}
