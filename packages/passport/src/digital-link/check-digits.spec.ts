import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasCheckDigit, hasCheckPair } from './check-digits.ts';

describe('hasCheckDigit', () => {
  test.each(['12312312312333', '02345673', '416000336108', '2112345678900', '006141411234567890'])(
    'default: %s',
    (digits) => {
      expect(hasCheckDigit(digits)).toBe(true);
    },
  );

  test('behaviour: one mistyped digit is always noticed', () => {
    fc.assert(
      fc.property(fc.nat(13), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = Array.from('12312312312333', Number);
        digits[at] = ((digits[at] ?? 0) + by) % 10;
        expect(hasCheckDigit(digits.join(''))).toBe(false);
      }),
    );
  });
});

describe('hasCheckPair', () => {
  // Cases of lint_csumalpha.c in gs1/gs1-syntax-engine (Apache-2.0).
  test.each([
    '22',
    '!22',
    '1987654Ad4X4bL5ttr2310c2K',
    '12345678901234567890123NT',
    '12345_ABCDEFGHIJKLMCP',
    '12345_abcdefghijklmN3',
    '12345_!"%&\'()*+,-./LC',
    '12345_0123456789:;<=>?62',
    '7907665Bm8v2AB',
    '00000!HV',
    '99999zzzzzzzzzzzzzzzzzzT2',
  ])('default: %s', (text) => {
    expect(hasCheckPair(text)).toBe(true);
  });

  test.each(['', '2', '33', '1987654Ad4X4bL5ttr2310cXK', '1987654Ad4X4bL5ttr2310c2X'])(
    'error: %s',
    (text) => {
      expect(hasCheckPair(text)).toBe(false);
    },
  );
});
