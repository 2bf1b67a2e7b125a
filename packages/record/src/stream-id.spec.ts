import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import { streamId } from './stream-id.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { refusal } from './testing/refusal.ts';

const salt = new Uint8Array(32).fill(7);

describe('streamId', () => {
  test.each(entryVectors.streams)('default: $title', ({ name, salt: hex, id }) => {
    expect(toHex(streamId(name, hex === null ? undefined : fromHex(hex)))).toBe(id);
  });

  test.each([
    ['no prefix', 'DP-MED', undefined, 'STREAM_NAME'],
    ['nothing after the prefix', 'passport:', undefined, 'STREAM_NAME'],
    ['a space', 'passport:DP MED', undefined, 'STREAM_NAME'],
    ['a line feed at the end', 'passport:DP-MED\n', undefined, 'STREAM_NAME'],
    ['a letter above ASCII', 'passport:é', undefined, 'STREAM_NAME'],
    ['a person without a salt', 'points:1', undefined, 'STREAM_SALT'],
    ['a device with a salt', 'passport:1', salt, 'STREAM_SALT'],
    ['a short salt', 'points:1', salt.subarray(1), 'STREAM_SALT'],
    ['a long salt', 'points:1', new Uint8Array(33), 'STREAM_SALT'],
  ])('error: %s', (_title, name, given, code) => {
    expect(refusal(() => streamId(name, given)).code).toBe(code);
  });
});
