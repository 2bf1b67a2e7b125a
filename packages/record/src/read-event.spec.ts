import { describe, expect, test } from 'vitest';
import { encodeEntry, type Entry } from './entry.ts';
import { fromHex } from './hex.ts';
import { encodePayload } from './payload.ts';
import { readEvent } from './read-event.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { examples } from './testing/payloads.ts';
import { refusal } from './testing/refusal.ts';

const entry: Entry = {
  version: 1,
  codec: 1,
  kind: 'passport.noted',
  stream: new Uint8Array(32).fill(1),
  position: 1,
  recordedAt: 1_768_465_800_123,
  previous: new Uint8Array(32),
  commitment: new Uint8Array(32),
};
const payload = encodePayload('passport.noted', examples['passport.noted']);

describe('readEvent', () => {
  test('default', () => {
    const [vector] = entryVectors.entries;
    const [disclosed] = entryVectors.commitments;
    if (vector === undefined || disclosed === undefined) return expect.unreachable('no vector');
    expect(readEvent(fromHex(vector.entry), fromHex(disclosed.payloadHex))).toMatchObject({
      kind: 'passport.created',
      ref: { stream: vector.fields.stream, position: 1, leaf: vector.leaf },
      recordedAt: vector.fields.recordedAt,
      payload: { data: { manufacturer: '美德包装机械' } },
    });
  });

  test('behaviour: an undisclosed payload is null', () => {
    expect(readEvent(encodeEntry(entry), null).payload).toBeNull();
  });

  test.each([
    ['a kind nobody knows', { kind: 'passport.exploded' }, 'KIND_UNKNOWN'],
    ['an event in Solidity ABI', { codec: 2 as const }, 'ENTRY_CODEC'],
    ['the payload of another kind', { kind: 'passport.created' }, 'PAYLOAD_INVALID'],
  ])('error: %s', (_title, wrong, code) => {
    expect(refusal(() => readEvent(encodeEntry({ ...entry, ...wrong }), payload)).code).toBe(code);
  });
});
