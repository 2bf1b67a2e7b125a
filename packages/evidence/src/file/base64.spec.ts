import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, isBase64, toBase64 } from './base64.ts';

describe('base64', () => {
  test('round trip, in agreement with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(isBase64(text)).toBe(true);
        expect(fromBase64(text)).toEqual(bytes);
      }),
    );
  });

  test('behaviour: one spelling per byte string', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        if (!isBase64(text)) return;
        expect(toBase64(fromBase64(text))).toBe(text);
      }),
    );
  });

  test.each([
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    'AA= =',
    'AAA*',
    'AA==AA==',
    '=AAA',
    'AA\n=',
    '====',
  ])('error: %j is not canonical base64', (text) => {
    expect(isBase64(text)).toBe(false);
  });

  test('behaviour: large documents neither overflow the stack nor the matcher', () => {
    const bytes = new Uint8Array(9_000_000).fill(0xa5);
    const text = toBase64(bytes);
    expect(isBase64(text)).toBe(true);
    expect(fromBase64(text).length).toBe(bytes.length);
  });
});
