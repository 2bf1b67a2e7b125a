import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('forgets at its time', () => {
  const cache = new BoundedCache<string>(2);
  cache.set('a', 'A', 100);
  expect([cache.get('a', 99), cache.get('a', 100), cache.get('a', 99)]).toEqual([
    'A',
    undefined,
    undefined,
  ]);
});

it('keeps what is used when it is full', () => {
  const cache = new BoundedCache<string>(2);
  cache.set('a', 'A', 100);
  cache.set('b', 'B', 100);
  cache.get('a', 0);
  cache.set('c', 'C', 100);
  expect(['a', 'b', 'c'].map((key) => cache.get(key, 0))).toEqual(['A', undefined, 'C']);
  cache.delete('a');
  expect(cache.get('a', 0)).toBeUndefined();
});
