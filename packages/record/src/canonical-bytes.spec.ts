import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes, PAYLOAD_LIMIT } from './canonical-bytes.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import { arbitraryJson, arbitraryText } from './testing/arbitrary-json.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { refusal } from './testing/refusal.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const published = new URL('../../../../shared/vectors/jcs/', import.meta.url);
const names = existsSync(published) ? readdirSync(new URL('input/', published)) : [];

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe('canonicalBytes', () => {
  test.each(entryVectors.canonical)('default: $title', ({ text: given, canonical }) => {
    expect(text(canonicalBytes(parseStrictJson(utf8(given))))).toBe(canonical);
  });

  describe.skipIf(names.length === 0)('RFC 8785 (needs ../shared/vectors)', () => {
    test.each(names)('%s', (name) => {
      const input = readFileSync(new URL(`input/${name}`, published));
      const output = readFileSync(new URL(`output/${name}`, published), 'utf8').trimEnd();
      expect(text(canonicalBytes(parseStrictJson(input)))).toBe(output);
    });
  });

  test('behaviour: the order of keys changes nothing', () => {
    const members = fc.uniqueArray(fc.tuple(arbitraryText, arbitraryJson), {
      selector: ([key]) => key,
    });
    const reordered = members.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(reordered, ([list, shuffled]) => {
        expect(canonicalBytes(Object.fromEntries(shuffled))).toEqual(
          canonicalBytes(Object.fromEntries(list)),
        );
      }),
    );
  });

  test('behaviour: what it writes is read back as the same value and written the same', () => {
    fc.assert(
      fc.property(arbitraryJson, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseStrictJson(bytes))).toEqual(bytes);
        expect(parseStrictJson(bytes)).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('behaviour: the limit counts bytes, not characters', () => {
    const fits = '中'.repeat((PAYLOAD_LIMIT - 4) / 3);
    expect(canonicalBytes(`${fits}ab`)).toHaveLength(PAYLOAD_LIMIT);
    expect(refusal(() => canonicalBytes(`${fits}abc`)).code).toBe('PAYLOAD_TOO_LARGE');
    expect(canonicalBytes(`${fits}abc`, PAYLOAD_LIMIT + 1)).toHaveLength(PAYLOAD_LIMIT + 1);
    expect(refusal(() => canonicalBytes('中', 4)).code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('behaviour: 64 levels fit, 65 and cycles do not', () => {
    expect(canonicalBytes(nested(64))).toHaveLength(129);
    expect(refusal(() => canonicalBytes(nested(65))).code).toBe('JSON_DEPTH');
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(refusal(() => canonicalBytes(cycle)).code).toBe('JSON_DEPTH');
  });

  test.each([
    ['undefined', undefined, 'JSON_UNSUPPORTED'],
    ['a member that is undefined', { a: undefined }, 'JSON_UNSUPPORTED'],
    ['a hole', new Array(1), 'JSON_UNSUPPORTED'],
    ['a bigint', { a: 1n }, 'JSON_UNSUPPORTED'],
    ['a function', { toJSON: () => 1 }, 'JSON_UNSUPPORTED'],
    ['a symbol', [Symbol('a')], 'JSON_UNSUPPORTED'],
    ['a date', { at: new Date(0) }, 'JSON_UNSUPPORTED'],
    ['a map', new Map(), 'JSON_UNSUPPORTED'],
    ['bytes', new Uint8Array(1), 'JSON_UNSUPPORTED'],
    ['NaN', [NaN], 'JSON_NUMBER_NOT_FINITE'],
    ['Infinity', { a: -Infinity }, 'JSON_NUMBER_NOT_FINITE'],
    ['NUL in a string', { a: 'x\0' }, 'JSON_NUL'],
    ['NUL in a key', { 'x\0': 1 }, 'JSON_NUL'],
    ['half a surrogate pair', ['\ud83d'], 'JSON_LONE_SURROGATE'],
    ['half a surrogate pair in a key', { '\ude00': 1 }, 'JSON_LONE_SURROGATE'],
  ])('error: %s', (_title, value, code) => {
    expect(refusal(() => canonicalBytes(value)).code).toBe(code);
  });

  test('error: names the place', () => {
    expect(() => canonicalBytes({ data: { changes: [1, { to: NaN }] } })).toThrow(
      '$.data.changes[1].to is NaN',
    );
  });
});
