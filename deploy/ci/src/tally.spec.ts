import { describe, expect, it } from 'vitest';

import { addTallies, settle, tallyLine } from './tally.ts';

describe('tallyLine', () => {
  it('is the plain line that machines read', () => {
    expect(tallyLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  });

  it('names what was left out', () => {
    expect(tallyLine({ passed: 12, failed: 3, skipped: 4 })).toBe('12 passed, 3 failed, 4 skipped');
  });
});

describe('addTallies', () => {
  it('adds each column', () => {
    const sum = addTallies([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]);
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});

describe('settle', () => {
  it('believes a report that agrees with the exit code', () => {
    expect(settle({ passed: 2, failed: 0, skipped: 1 }, 0).failed).toBe(0);
    expect(settle({ passed: 2, failed: 5, skipped: 0 }, 1).failed).toBe(5);
  });

  it('counts a bad end without a failed test as one failure', () => {
    expect(settle({ passed: 2, failed: 0, skipped: 0 }, 1).failed).toBe(1);
  });

  it('counts a run of nothing as one failure', () => {
    expect(settle({ passed: 0, failed: 0, skipped: 0 }, 0).failed).toBe(1);
  });
});
