import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitment } from './commitment.ts';
import { CODEC, encodeEntry, entryLeaf } from './entry.ts';
import { fromHex, toHex } from './hex.ts';
import {
  decodeRedemption,
  encodeRedemption,
  REDEMPTION_KIND,
  redemptionStream,
  type Redemption,
} from './redemption.ts';
import { streamId } from './stream-id.ts';
import { redemptionVectors } from './testing/redemption-vectors.ts';
import { refusal } from './testing/refusal.ts';

function redemptionOf({ fields }: (typeof redemptionVectors.redemptions)[number]): Redemption {
  return {
    ...fields,
    bridge: fromHex(fields.bridge),
    recipient: fromHex(fields.recipient),
    redemptionId: fromHex(fields.redemptionId),
  };
}

describe('redemption', () => {
  test.each(redemptionVectors.redemptions)('default: $title', (vector) => {
    const redemption = redemptionOf(vector);
    const payload = encodeRedemption(redemption);
    expect(toHex(payload)).toBe(vector.payload);
    expect(decodeRedemption(payload)).toEqual(redemption);

    const name = redemptionStream(redemption.redemptionId);
    expect(name).toBe(vector.streamName);
    const committed = commitment(fromHex(vector.salt), payload);
    expect(toHex(committed)).toBe(vector.commitment);
    const entry = encodeEntry({
      version: 1,
      codec: CODEC.abi,
      kind: REDEMPTION_KIND,
      stream: streamId(name),
      position: 1,
      recordedAt: vector.recordedAt,
      previous: new Uint8Array(32),
      commitment: committed,
    });
    expect(toHex(entry)).toBe(vector.entry);
    expect(toHex(entryLeaf(entry))).toBe(vector.leaf);
  });

  test.each(redemptionVectors.refusedPayloads)('error: $title', ({ payload }) => {
    expect(refusal(() => decodeRedemption(fromHex(payload))).code).toBe('PAYLOAD_INVALID');
  });

  test('behaviour: whatever is read is written back byte for byte', () => {
    const [good] = redemptionVectors.redemptions;
    if (good === undefined) return expect.unreachable('no vector');
    fc.assert(
      fc.property(fc.nat(191), fc.nat(255), (at, value) => {
        const bytes = fromHex(good.payload);
        bytes[at] = value;
        let read;
        try {
          read = decodeRedemption(bytes);
        } catch {
          expect(refusal(() => decodeRedemption(bytes)).code).toBe('PAYLOAD_INVALID');
          return;
        }
        expect(encodeRedemption(read)).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  const [good] = redemptionVectors.redemptions.map(redemptionOf);
  test.each([
    ['half a point', { amount: 1.5 }, 'amount'],
    ['no points', { amount: 0 }, 'amount'],
    ['points below zero', { amount: -1 }, 'amount'],
    ['more points than can be counted', { amount: 2 ** 53 }, 'amount'],
    ['no chain', { chainId: 0 }, 'chainId'],
    ['a deadline that is no number', { claimableUntil: Number.NaN }, 'claimableUntil'],
    ['a short address', { recipient: new Uint8Array(19) }, 'recipient'],
    ['nobody', { recipient: new Uint8Array(20) }, 'recipient'],
    ['a long bridge', { bridge: new Uint8Array(21).fill(1) }, 'bridge'],
    ['a short id', { redemptionId: new Uint8Array(31).fill(1) }, 'redemptionId'],
  ])('error: %s', (_title, wrong, path) => {
    if (good === undefined) return expect.unreachable('no vector');
    const error = refusal(() => encodeRedemption({ ...good, ...wrong }));
    expect(error.code).toBe('PAYLOAD_INVALID');
    expect(error.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
