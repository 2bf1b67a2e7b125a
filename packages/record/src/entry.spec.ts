import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntry, encodeEntry, entryLeaf, type Entry } from './entry.ts';
import { fromHex, toHex } from './hex.ts';
import { entryVectors } from './testing/entry-vectors.ts';
import { refusal } from './testing/refusal.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const nonZero = hash.filter((bytes) => bytes.some((byte) => byte !== 0));
const arbitrary: fc.Arbitrary<Entry> = fc
  .record({
    version: fc.constant(1 as const),
    codec: fc.constantFrom(1 as const, 2 as const),
    kind: fc.stringMatching(/^[!-~]{1,32}$/),
    stream: hash,
    position: fc.oneof(
      fc.constant(1),
      fc.maxSafeNat().map((n) => n || 1),
    ),
    recordedAt: fc.maxSafeNat(),
    previous: nonZero,
    commitment: hash,
  })
  .map((entry) => (entry.position === 1 ? { ...entry, previous: new Uint8Array(32) } : entry));

function fieldsOf({ fields }: (typeof entryVectors.entries)[number]): Entry {
  return {
    ...fields,
    stream: fromHex(fields.stream),
    previous: fromHex(fields.previous),
    commitment: fromHex(fields.commitment),
  };
}

describe('entry codec', () => {
  test.each(entryVectors.entries)('default: $title', (vector) => {
    const bytes = fromHex(vector.entry);
    expect(bytes).toHaveLength(146);
    expect(toHex(encodeEntry(fieldsOf(vector)))).toBe(vector.entry);
    expect(decodeEntry(bytes)).toEqual(fieldsOf(vector));
    expect(toHex(entryLeaf(bytes))).toBe(vector.leaf);
  });

  test('behaviour: what is written is read back', () => {
    fc.assert(
      fc.property(arbitrary, (entry) => {
        expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
      }),
    );
  });

  test('behaviour: reads an entry from the middle of a larger buffer', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(50), (entry, at) => {
        const buffer = new Uint8Array(200);
        buffer.set(encodeEntry(entry), at);
        expect(decodeEntry(buffer.subarray(at, at + 146))).toEqual(entry);
      }),
    );
  });

  test('behaviour: every flipped bit gives another leaf', () => {
    fc.assert(
      fc.property(arbitrary, (entry) => {
        const bytes = encodeEntry(entry);
        const leaves = new Set([toHex(entryLeaf(bytes))]);
        for (let bit = 0; bit < bytes.length * 8; bit += 1) {
          const flipped = bytes.slice();
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          leaves.add(toHex(entryLeaf(flipped)));
        }
        expect(leaves.size).toBe(1 + 146 * 8);
      }),
      { numRuns: 5 },
    );
  });

  test('behaviour: whatever is read is written back byte for byte', () => {
    const near = fc.tuple(arbitrary.map(encodeEntry), fc.nat(145), fc.nat(255));
    fc.assert(
      fc.property(near, ([bytes, at, value]) => {
        bytes[at] = value;
        let entry;
        try {
          entry = decodeEntry(bytes);
        } catch {
          expect(refusal(() => decodeEntry(bytes)).code).toMatch(/^ENTRY_/);
          return;
        }
        expect(encodeEntry(entry)).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(entryVectors.refusedEntries)('error: $title', ({ entry, code }) => {
    expect(refusal(() => decodeEntry(fromHex(entry))).code).toBe(code);
  });

  test('error: a leaf is only taken of whole entries', () => {
    expect(refusal(() => entryLeaf(new Uint8Array(145))).code).toBe('ENTRY_LENGTH');
  });

  const [good] = entryVectors.entries.map(fieldsOf);
  test.each([
    ['a kind of 33 characters', { kind: 'k'.repeat(33) }, 'ENTRY_KIND'],
    ['a kind in Chinese', { kind: '护照' }, 'ENTRY_KIND'],
    ['a kind that ends in a line feed', { kind: 'passport.created\n' }, 'ENTRY_KIND'],
    ['a short stream', { stream: new Uint8Array(31) }, 'ENTRY_STREAM'],
    ['a long previous', { previous: new Uint8Array(33) }, 'ENTRY_PREVIOUS'],
    ['a short commitment', { commitment: new Uint8Array(0) }, 'ENTRY_COMMITMENT'],
    ['half a position', { position: 1.5 }, 'ENTRY_POSITION'],
    ['a negative time', { recordedAt: -1 }, 'ENTRY_RECORDED_AT'],
    ['no time', { recordedAt: NaN }, 'ENTRY_RECORDED_AT'],
  ])('error: %s', (_title, wrong, code) => {
    if (good === undefined) return expect.unreachable('no vector');
    expect(refusal(() => encodeEntry({ ...good, ...wrong })).code).toBe(code);
  });
});
