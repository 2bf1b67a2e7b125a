import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './code-points.ts';

test('behaviour: it is the order of the UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareCodePoints(left, right))).toBe(bytes);
    }),
  );
  expect(compareCodePoints('\u{1F600}', '\uFF5E')).toBeGreaterThan(0);
  expect(['\uFF5E', '\u{1F600}'].sort()).toEqual(['\u{1F600}', '\uFF5E']);
});
