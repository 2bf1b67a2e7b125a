import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import { refusal } from './testing/refusal.ts';

describe('hex', () => {
  test('default', () => {
    expect(toHex(Uint8Array.of(0, 10, 255))).toBe('000aff');
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(['0', 'AB', '0x00', '0g', ' 00', '00\n'])('error: %j', (text) => {
    expect(refusal(() => fromHex(text)).code).toBe('HEX_INVALID');
  });
});
