import { describe, expect, it } from 'vitest';
import { periodOf } from './period.ts';

const NOW = Date.parse('2026-06-16T23:59:59.999Z');

describe('periodOf', () => {
  it.each([
    [{}, { from: '2026-05-18', to: '2026-06-16' }],
    [{ to: '2026-03-01' }, { from: '2026-01-31', to: '2026-03-01' }],
    [{ from: '2026-06-16' }, { from: '2026-06-16', to: '2026-06-16' }],
    [
      { from: '2023-06-01', to: '2024-05-31' },
      { from: '2023-06-01', to: '2024-05-31' },
    ],
  ])('%o', (query, period) => {
    expect(periodOf(query, NOW)).toEqual(period);
  });

  it.each([
    { from: '2026-06-17' },
    { from: '2026-02-02', to: '2026-02-01' },
    { from: '2023-06-01', to: '2024-06-01' },
  ])('refuses %o', (query) => {
    expect(() => periodOf(query, NOW)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});
