import { describe, expect, it } from 'vitest';
import { requestMac } from './request-mac.ts';

const hex = (secret: string, parts: unknown[]) => requestMac(secret, parts).toString('hex');

describe('requestMac', () => {
  it('does not depend on the order of fields', () => {
    expect(hex('s', [{ a: 1, b: [2] }])).toBe(hex('s', [{ b: [2], a: 1 }]));
  });

  it('tells everything else apart', () => {
    const macs = [
      hex('s', [{ a: 1 }]),
      hex('t', [{ a: 1 }]),
      hex('s', [{ a: '1' }]),
      hex('s', [{ a: 1 }, {}]),
      hex('s', ['ab', '']),
      hex('s', ['a', 'b']),
      hex('s', []),
    ];
    expect(new Set(macs).size).toBe(macs.length);
  });

  it('takes parts of 64 KiB each', () => {
    const large = 'x'.repeat(65_534);
    expect(hex('s', [large, large])).toHaveLength(64);
    expect(() => requestMac('s', [`${large}x`])).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
    );
  });
});
