import { fixedClock } from '@luna/runtime';
import { describe, expect, it } from 'vitest';

import { createErrorGate } from './error-gate.ts';

describe('createErrorGate', () => {
  it('passes the first error, then one in ten seconds with the number held back', () => {
    const clock = fixedClock(0);
    const passed: [unknown, number][] = [];
    const gate = createErrorGate((error, suppressed) => passed.push([error, suppressed]), clock);
    gate('a');
    for (let i = 0; i < 1_000; i += 1) gate('b');
    clock.advance(9_999);
    gate('c');
    expect(passed).toEqual([['a', 0]]);
    clock.advance(1);
    gate('d');
    expect(passed).toEqual([
      ['a', 0],
      ['d', 1_001],
    ]);
    clock.advance(10_000);
    gate('e');
    expect(passed.at(-1)).toEqual(['e', 0]);
  });
});
