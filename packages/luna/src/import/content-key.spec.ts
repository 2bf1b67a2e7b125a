import { expect, it } from 'vitest';
import { contentKey, createOrdinals } from './content-key.ts';

it('contentKey is the same for the same content, and for nothing else', () => {
  const key = contentKey('x', { a: 1, b: 2 }, 0);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(contentKey('x', { b: 2, a: 1 }, 0)).toBe(key);
  const others = [
    contentKey('y', { a: 1, b: 2 }, 0),
    contentKey('x', { a: 1 }, 0),
    contentKey('x', { a: 1, b: 2 }, 1),
  ];
  expect(new Set([key, ...others]).size).toBe(4);
});

it('createOrdinals counts what was said before', () => {
  const ordinal = createOrdinals();
  expect(['a', 'b', 'a', 'a'].map(ordinal)).toEqual([0, 0, 1, 2]);
});
