import { describe, expect, test } from 'vitest';
import { commitment } from './commitment.ts';
import { fromHex, toHex } from './hex.ts';
import { isKind } from './kinds.ts';
import { parsePayload } from './payload.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { refusal } from './testing/refusal.ts';

describe('commitment', () => {
  test.each(entryVectors.commitments)('default: $title', (vector) => {
    const payload = fromHex(vector.payloadHex);
    if (vector.payload !== null) {
      expect(new TextDecoder().decode(payload)).toBe(vector.payload);
    }
    expect(toHex(commitment(fromHex(vector.salt), payload))).toBe(vector.commitment);
  });

  test('behaviour: the payloads in the vectors are valid where their kind is known', () => {
    const known = entryVectors.commitments.flatMap(({ kind, payloadHex }) =>
      kind !== null && isKind(kind) ? [parsePayload(kind, fromHex(payloadHex))] : [],
    );
    expect(known).toHaveLength(3);
  });

  test.each([0, 31, 33])('error: a salt of %i bytes', (length) => {
    expect(refusal(() => commitment(new Uint8Array(length), new Uint8Array(0))).code).toBe(
      'COMMITMENT_SALT',
    );
  });
});
