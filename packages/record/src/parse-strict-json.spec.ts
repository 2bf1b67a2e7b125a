import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from './hex.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import { arbitraryJson, arbitraryText } from './testing/arbitrary-json.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { refusal } from './testing/refusal.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const nested = (levels: number) => utf8('['.repeat(levels) + ']'.repeat(levels));

const SOUP = '{ } [ ] " , : 0 1 9 . e E + - true false null N \\ u 0000 d83d'
  .split(' ')
  .concat(' ');

describe('parseStrictJson', () => {
  test('default', () => {
    expect(parseStrictJson(utf8(' {"a":[1,-2.5e3,true,false,null,"\\u4e2d\\n"]}\r\n\t'))).toEqual({
      a: [1, -2500, true, false, null, '中\n'],
    });
  });

  test('behaviour: agrees with JSON.parse on every valid text, however it is laid out', () => {
    fc.assert(
      fc.property(arbitraryJson, fc.constantFrom('', ' ', '\t', '\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(utf8(text))).toStrictEqual(JSON.parse(text));
      }),
    );
  });

  test('behaviour: agrees with JSON.parse on what is not JSON', () => {
    const soup = fc.string({
      unit: fc.constantFrom(...SOUP),
      size: '+1',
    });
    fc.assert(
      fc.property(soup, (text) => {
        let lenient: unknown;
        try {
          lenient = JSON.parse(text);
        } catch {
          expect(refusal(() => parseStrictJson(utf8(text))).code).toMatch(/^JSON_/);
          return;
        }
        // What JSON.parse takes is either read the same or refused for one of our stricter rules.
        let strict: unknown;
        try {
          strict = parseStrictJson(utf8(text));
        } catch {
          expect(refusal(() => parseStrictJson(utf8(text))).code).not.toBe('JSON_INVALID');
          return;
        }
        expect(strict).toStrictEqual(lenient);
      }),
      { numRuns: 2000 },
    );
  });

  test('behaviour: refuses any key said twice, and says where', () => {
    fc.assert(
      fc.property(arbitraryText, arbitraryJson, arbitraryJson, (key, first, second) => {
        const before = `{${JSON.stringify(key)}:${JSON.stringify(first)},`;
        const text = `${before}${JSON.stringify(key)}:${JSON.stringify(second)}}`;
        expect(refusal(() => parseStrictJson(utf8(text)))).toMatchObject({
          code: 'JSON_DUPLICATE_KEY',
          offset: utf8(before).length,
        });
      }),
    );
  });

  test('behaviour: reads any bytes or refuses them with a code and an offset inside', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parseStrictJson(bytes);
        } catch {
          const { code, offset } = refusal(() => parseStrictJson(bytes));
          expect(code).toMatch(/^JSON_/);
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });

  test('behaviour: 64 levels are read', () => {
    expect(parseStrictJson(nested(64))).toBeInstanceOf(Array);
  });

  test('behaviour: siblings do not add to the depth', () => {
    const siblings = Array.from({ length: 100 }, () => [{}]);
    expect(parseStrictJson(utf8(JSON.stringify(siblings)))).toEqual(siblings);
  });

  test('behaviour: the same key in sibling objects is no duplicate', () => {
    expect(parseStrictJson(utf8('[{"a":1},{"a":2}]'))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('behaviour: a long string is read in one piece', () => {
    const long = 'x'.repeat(5_000_000);
    expect(parseStrictJson(utf8(`"${long}"`))).toBe(long);
  });

  test.each(entryVectors.refusedJson)('error: $code, $title', ({ bytes, code, offset }) => {
    expect(refusal(() => parseStrictJson(fromHex(bytes)))).toMatchObject({ code, offset });
  });
});
