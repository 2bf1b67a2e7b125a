import type { Clock } from '@luna/runtime';

/** A connection that stays lost fails many times a second; one line in ten seconds says as much. */
const QUIET_MS = 10_000;

/**
 * Lets the first error through and then at most one in {@link QUIET_MS}, with the number of those
 * held back since. Nothing is kept but that number, so an outage of any length costs no memory.
 */
export function createErrorGate(
  report: (error: unknown, suppressed: number) => void,
  clock: Clock,
): (error: unknown) => void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return (error) => {
    const now = clock.now();
    if (now - reportedAt < QUIET_MS) {
      suppressed += 1;
      return;
    }
    reportedAt = now;
    const held = suppressed;
    suppressed = 0;
    report(error, held);
  };
}
