import { expect, it } from 'vitest';

import { table } from './table.ts';

it('shows every row, what it must reach, misses in capitals, and notes below', () => {
  const text = table([
    {
      what: 'append',
      measured: { value: 12_345.6, unit: '/s' },
      baseline: { value: 20_000, unit: '/s', what: 'plain' },
      ratio: 0.617,
      must: { of: 'ratio', at: 'least', value: 0.8 },
      note: 'nine rounds',
    },
    {
      what: 'proof',
      measured: { value: 1.234, unit: 'ms' },
      must: { of: 'measured', at: 'most', value: 5 },
    },
    { what: 'beside', measured: { value: 7, unit: 'MB' } },
  ]);
  expect(text.split('\n')).toEqual([
    '| what   | measured | baseline         | ratio | must reach | met? |',
    '| ------ | -------- | ---------------- | ----- | ---------- | ---- |',
    '| append | 12,346/s | 20,000/s (plain) | 0.62  | ≥ 0.8      | NO   |',
    '| proof  | 1.23 ms  |                  |       | ≤ 5.00 ms  | yes  |',
    '| beside | 7.00 MB  |                  |       |            |      |',
    '',
    '- append: nine rounds',
  ]);
});
