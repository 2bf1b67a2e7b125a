import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCharacters } from './check-characters.ts';
import { formatCode, parseCode } from './code.ts';
import { ORIGINS } from './origins.ts';
import { PRODUCT_TYPES } from './product-types.ts';
import { passportVectors } from './testing/passport-vectors.ts';
import { refusal } from './testing/refusal.ts';

const two = (n: number) => String(n).padStart(2, '0');
const parts = fc.record({
  company: fc.stringMatching(/^[A-Z]{3}$/),
  month: fc
    .tuple(fc.nat(99), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => two(year) + two(month)),
  productType: fc.constantFrom(...passportVectors.codes.map((vector) => vector.parts.productType)),
  origin: fc.constantFrom(...ORIGINS),
  sequence: fc.integer({ min: 1, max: 999_999 }),
});

describe('checkCharacters', () => {
  test.each(passportVectors.checkCharacters)('default: $body', ({ body, check }) => {
    expect(checkCharacters(body)).toBe(check);
  });
});

describe('passport code', () => {
  test.each(passportVectors.codes)('default: $code', ({ code, parts: said }) => {
    expect(parseCode(code)).toEqual(said);
    expect(formatCode(said)).toBe(code);
  });

  test('behaviour: what is written is read back', () => {
    fc.assert(
      fc.property(parts, (said) => {
        expect(parseCode(formatCode(said))).toEqual(said);
      }),
    );
  });

  test('behaviour: one mistyped character is always noticed', () => {
    const alphabet = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    fc.assert(
      fc.property(parts, fc.nat(26), fc.constantFrom(...alphabet), (said, at, typed) => {
        const code = formatCode(said);
        fc.pre(code[at] !== '-' && code[at] !== typed);
        const mistyped = code.slice(0, at) + typed + code.slice(at + 1);
        expect(refusal(() => parseCode(mistyped)).code).toMatch(/^CODE_(?:SYNTAX|CHECK)$/);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(passportVectors.refusedCodes)('error: $error, $title', ({ code, error }) => {
    expect(refusal(() => parseCode(code)).code).toBe(error);
  });

  test.each([
    ['a sequence of seven digits', { sequence: 1_000_000 }, 'CODE_SYNTAX'],
    ['half a sequence', { sequence: 1.5 }, 'CODE_SYNTAX'],
    ['sequence 0', { sequence: 0 }, 'CODE_SEQUENCE'],
    ['a company in lower case', { company: 'med' }, 'CODE_SYNTAX'],
    ['month 13', { month: '2613' }, 'CODE_MONTH'],
    ['an unknown origin', { origin: 'XX' }, 'CODE_ORIGIN'],
  ])('error: formatCode refuses %s', (_title, wrong, error) => {
    const [vector] = passportVectors.codes;
    if (vector === undefined) return expect.unreachable('no vector');
    expect(refusal(() => formatCode({ ...vector.parts, ...wrong })).code).toBe(error);
  });
});

describe('lists behind the code', () => {
  test('behaviour: 249 countries, nine product types', () => {
    expect(ORIGINS.size).toBe(249);
    expect([...ORIGINS]).toEqual([...ORIGINS].sort());
    expect(Object.keys(PRODUCT_TYPES)).toHaveLength(9);
  });

  test('behaviour: every origin is a country the runtime knows by name', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect([...ORIGINS].filter((origin) => names.of(origin) === undefined)).toEqual([]);
  });
});
