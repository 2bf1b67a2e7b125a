import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range.ts';

describe('byteRange', () => {
  // Of a representation of 10,000 bytes, as in RFC 9110 section 14.1.2.
  it.each([
    ['bytes=0-499', { first: 0, last: 499 }],
    ['bytes=500-999', { first: 500, last: 999 }],
    ['bytes=-500', { first: 9500, last: 9999 }],
    ['bytes=9500-', { first: 9500, last: 9999 }],
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=9999-', { first: 9999, last: 9999 }],
    ['bytes=9000-20000', { first: 9000, last: 9999 }],
    ['bytes=-20000', { first: 0, last: 9999 }],
  ])('%s', (header, expected) => {
    expect(byteRange(header, 10_000)).toEqual(expected);
  });

  it.each([
    undefined,
    '',
    'bytes=-',
    'bytes=-0',
    'bytes=10000-',
    'bytes=5-4',
    'bytes=0-0,-1',
    'items=0-1',
    'bytes=a-b',
    'bytes=9999999999999999-',
  ])('sends the whole for %s', (header) => {
    expect(byteRange(header, 10_000)).toBeUndefined();
  });

  it('never leaves the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.nat(), fc.nat(), (text, a, b) => {
        for (const header of [text, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`]) {
          const range = byteRange(header, 1000);
          if (range === undefined) continue;
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeGreaterThanOrEqual(range.first);
          expect(range.last).toBeLessThan(1000);
        }
      }),
    );
  });
});
