import fc from 'fast-check';
import { bytesToHex, getAddress } from 'viem';
import { describe, expect, test } from 'vitest';

import { bloomOf, explains, mayHold } from './bloom.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((item) => bytesToHex(item));
const log = fc.record({
  address: bytes(20).map((item) => getAddress(item)),
  topics: fc.array(bytes(32), { maxLength: 4 }),
});

/** Read from Anvil 1.7.1: an independent implementation's bloom over one log. */
const FIXTURE = {
  logsBloom:
    '0x00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000040020000000000000100000800000000000000000000000000000000000000000000000000000000000000000008000000000000000000000200000000000000000000000000002000000000000000000000000008000000000000000000000040000000200000000000000000000000002000000000000000000020000000000000000000000000000000000000000000000000000000000000000000',
  logs: [
    {
      address: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
      topics: [
        '0xf98448b987f1428e0e230e1f3c6e2ce15b5693eaf31827fbd0b1ec4b424ae7cf',
        '0x0000000000000000000000000000000000000000000000000000000000000000',
        '0x000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266',
      ],
    },
  ],
} as const;

describe('bloom', () => {
  test("agrees with a node's: the header of an Anvil block that deployed an AccessManager", () => {
    expect(bloomOf(FIXTURE.logs)).toBe(FIXTURE.logsBloom);
  });

  test('holds whatever was put in, and is explained by exactly that', () => {
    fc.assert(
      fc.property(fc.array(log, { minLength: 1 }), (logs) => {
        const bloom = bloomOf(logs);
        for (const { address, topics } of logs) {
          for (const item of [address, ...topics]) expect(mayHold(bloom, item)).toBe(true);
        }
        expect(explains(bloom, logs)).toBe(true);
      }),
    );
  });

  test('an empty bloom holds nothing and is explained by nothing', () => {
    const empty = bloomOf([]);
    expect(mayHold(empty, '0x00')).toBe(false);
    expect(explains(empty, [])).toBe(true);
  });

  test('a missing log leaves bits unexplained; logs beyond the bloom do not matter', () => {
    expect(explains(FIXTURE.logsBloom, FIXTURE.logs.slice(1))).toBe(false);
    expect(explains(bloomOf([]), FIXTURE.logs)).toBe(true);
  });
});
