import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBundle, encodeBundle } from './bundle.ts';

const entry = fc.uint8Array({ maxLength: 300 });
const refusal = expect.objectContaining({ code: 'BUNDLE_INVALID' }) as Error;

describe('bundle', () => {
  test('default: each entry behind its length, big-endian', () => {
    const bytes = encodeBundle([Uint8Array.of(7), new Uint8Array(), new Uint8Array(258)]);
    expect(bytes.subarray(0, 7)).toEqual(Uint8Array.of(0, 1, 7, 0, 0, 1, 2));
    expect(bytes).toHaveLength(2 + 1 + 2 + 2 + 258);
  });

  test('behaviour: decoding gives back what was encoded, as copies', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 256 }), (entries) => {
        // Inside a bigger buffer, as network and database hand bytes over.
        const bytes = new Uint8Array([9, ...encodeBundle(entries), 9]).subarray(1, -1);
        const decoded = decodeBundle(bytes);
        bytes.fill(0);
        expect(decoded).toEqual(entries);
      }),
    );
  });

  test('error: BUNDLE_INVALID for a bundle cut off anywhere but between entries', () => {
    const bytes = encodeBundle([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
    for (const end of [0, 1, 2, 3, 4, 6, 7]) {
      expect(() => decodeBundle(bytes.subarray(0, end))).toThrow(refusal);
    }
    expect(() => decodeBundle(new Uint8Array([...bytes, 0]))).toThrow(refusal);
  });

  test('error: BUNDLE_INVALID for no entry, 257 entries, or an entry of 65,536 bytes', () => {
    const tooMany = Array.from({ length: 257 }, () => new Uint8Array());
    expect(() => encodeBundle([])).toThrow(refusal);
    expect(() => encodeBundle(tooMany)).toThrow(refusal);
    expect(() => decodeBundle(new Uint8Array(2 * 257))).toThrow(refusal);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(refusal);
    expect(decodeBundle(encodeBundle([new Uint8Array(65_535)]))[0]).toHaveLength(65_535);
  });
});
