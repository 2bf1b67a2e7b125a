import { expect, it } from 'vitest';
import { restAfter } from './lockout.ts';

it('restAfter: free at first, then doubling from a minute to a quarter of an hour', () => {
  const minutes = Array.from({ length: 12 }, (_, failures) => restAfter(failures) / 60_000);
  expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
  expect(restAfter(2_000)).toBe(15 * 60_000);
});
