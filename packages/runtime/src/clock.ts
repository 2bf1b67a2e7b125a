/** Where the time comes from; rules and services take it as an argument so that tests can set it. */
export interface Clock {
  /** Unix milliseconds, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until told otherwise. */
export function fixedClock(start: number): Clock & { advance(milliseconds: number): void } {
  let current = start;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
