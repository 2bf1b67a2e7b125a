import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { base64url } from 'multiformats/bases/base64';
import { describe, expect, test } from 'vitest';
import { CredentialError } from './credential-error.ts';
import { isRevoked, MOST_ENTRIES, STATUS_LIST_ENTRIES, statusBits } from './status-bits.ts';
import { decodeStatusList, encodeStatusList } from './status-list.ts';
import { refusal, rejection } from './testing/refusal.ts';

/** The empty list in the examples of Bitstring Status List 1.0. */
const EXAMPLE = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';
const packed = (bytes: Uint8Array) => base64url.encode(gzipSync(bytes));

describe('status list', () => {
  test('default: the empty list of the specification', async () => {
    expect(await decodeStatusList(EXAMPLE)).toEqual(statusBits([]));
    expect(await decodeStatusList(await encodeStatusList(statusBits([])))).toEqual(statusBits([]));
  });

  test('behaviour: index 0 is the left-most bit', () => {
    const bits = statusBits([0, 9, STATUS_LIST_ENTRIES - 1]);
    expect([bits[0], bits[1], bits.at(-1)]).toEqual([0b1000_0000, 0b0100_0000, 0b0000_0001]);
    expect(bits).toHaveLength(16_384);
  });

  test('behaviour: other tools unpack what is written, and it is base64url without padding', async () => {
    const bits = statusBits([5, 77_777]);
    const text = await encodeStatusList(bits);
    expect(text).toMatch(/^u[A-Za-z0-9_-]+$/);
    expect(new Uint8Array(gunzipSync(Buffer.from(text.slice(1), 'base64url')))).toEqual(bits);
  });

  test('behaviour: exactly the indexes that were set come back', async () => {
    const index = fc.nat(STATUS_LIST_ENTRIES - 1);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(index), index, async (indexes, another) => {
        const bits = await decodeStatusList(await encodeStatusList(statusBits(indexes)));
        for (const each of indexes) expect(isRevoked(bits, each)).toBe(true);
        expect(isRevoked(bits, another)).toBe(indexes.includes(another));
      }),
    );
  });

  test('behaviour: the longest list fits even if it cannot be compressed', async () => {
    const bits = new Uint8Array(MOST_ENTRIES / 8);
    for (let at = 0; at < bits.length; at += 65_536) {
      crypto.getRandomValues(bits.subarray(at, at + 65_536));
    }
    expect(await decodeStatusList(await encodeStatusList(bits))).toEqual(bits);
  });

  test.each([-1, 0.5, STATUS_LIST_ENTRIES, Number.NaN, Infinity])(
    'error: STATUS_INDEX %s',
    (at) => {
      expect(refusal(() => isRevoked(statusBits([]), at))).toBe('STATUS_INDEX');
      expect(refusal(() => statusBits([at]))).toBe('STATUS_INDEX');
    },
  );

  test('error: STATUS_LIST_LENGTH for short, long and broken lists', async () => {
    for (const entries of [0, STATUS_LIST_ENTRIES - 8, STATUS_LIST_ENTRIES + 1, MOST_ENTRIES + 8]) {
      expect(refusal(() => statusBits([], entries))).toBe('STATUS_LIST_LENGTH');
    }
    const short = new Uint8Array(16_383);
    expect(await rejection(encodeStatusList(short))).toBe('STATUS_LIST_LENGTH');
    expect(await rejection(decodeStatusList(packed(short)))).toBe('STATUS_LIST_LENGTH');
    expect(await rejection(decodeStatusList(`u${'A'.repeat(2_000_000)}`))).toBe(
      'STATUS_LIST_LENGTH',
    );
  });

  test('error: STATUS_LIST_LENGTH for a gzip bomb, without unpacking it', async () => {
    const bomb = packed(new Uint8Array(200_000_000));
    expect(bomb.length).toBeLessThan(300_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(await rejection(decodeStatusList(bomb))).toBe('STATUS_LIST_LENGTH');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test.each([
    ['nothing', ''],
    ['another multibase', `z${EXAMPLE.slice(1)}`],
    ['no gzip', base64url.encode(new Uint8Array(100))],
    ['gzip cut short', EXAMPLE.slice(0, 40)],
    ['a wrong checksum', `${EXAMPLE.slice(0, -11)}A${EXAMPLE.slice(-10)}`],
    [
      'bytes after the end',
      base64url.encode(Buffer.concat([gzipSync(statusBits([])), Buffer.of(1)])),
    ],
  ])('error: STATUS_LIST_INVALID for %s', async (_, text) => {
    expect(await rejection(decodeStatusList(text))).toBe('STATUS_LIST_INVALID');
  });

  test('behaviour: garbage is refused with a CredentialError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.uint8Array().map(packed)), async (text) => {
        await expect(decodeStatusList(text)).rejects.toThrow(CredentialError);
      }),
    );
  });
});
