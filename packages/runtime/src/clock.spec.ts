import { describe, expect, it } from 'vitest';

import { fixedClock, systemClock } from './clock.ts';

describe('fixedClock', () => {
  it('moves only when told to', () => {
    const clock = fixedClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });
});

describe('systemClock', () => {
  it('gives whole milliseconds', () => {
    expect(Number.isInteger(systemClock.now())).toBe(true);
  });
});
