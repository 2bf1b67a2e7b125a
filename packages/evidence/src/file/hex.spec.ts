import { toHex } from '@luna/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexToBytes } from './hex.ts';

test('hexToBytes undoes toHex', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(hexToBytes(toHex(bytes))).toEqual(bytes);
    }),
  );
});
