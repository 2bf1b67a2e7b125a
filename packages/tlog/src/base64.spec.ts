import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

describe('base64', () => {
  test('behaviour: agrees with Node, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(encodeBase64(bytes)).toBe(text);
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
  });

  test('behaviour: one text for one value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('A', 'B', '/', '=', ' ', '\n'), maxLength: 8 }),
        (text) => {
          const bytes = decodeBase64(text);
          if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each(['A', 'AA', 'AA=', 'A===', 'AB==', 'AAB=', 'AA==AA==', ' AAAA', 'AAAA\n', 'A-_A', 'é'])(
    'error: undefined for %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined();
    },
  );
});
