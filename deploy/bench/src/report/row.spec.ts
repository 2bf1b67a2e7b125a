import { describe, expect, it } from 'vitest';

import { isMet, type Row } from './row.ts';

const row = (more: Partial<Row>): Row => ({
  what: 'append',
  measured: { value: 800, unit: '/s' },
  ...more,
});

describe('isMet', () => {
  it('says nothing of a row without requirement', () => {
    expect(isMet(row({}))).toBeUndefined();
  });
  it('holds the ratio against what it must be at the least', () => {
    const must = { of: 'ratio', at: 'least', value: 0.8 } as const;
    expect(isMet(row({ must, ratio: 0.8 }))).toBe(true);
    expect(isMet(row({ must, ratio: 0.79 }))).toBe(false);
  });
  it('holds the measurement against what it may be at the most', () => {
    expect(isMet(row({ must: { of: 'measured', at: 'most', value: 800 } }))).toBe(true);
    expect(isMet(row({ must: { of: 'measured', at: 'most', value: 799 } }))).toBe(false);
  });
  it('is not met by what was not measured', () => {
    const must = { of: 'ratio', at: 'least', value: 0.8 } as const;
    expect(isMet(row({ must }))).toBe(false);
    expect(isMet(row({ must, ratio: NaN }))).toBe(false);
    expect(
      isMet(
        row({
          must: { of: 'measured', at: 'most', value: 1 },
          measured: { value: NaN, unit: 's' },
        }),
      ),
    ).toBe(false);
  });
});
