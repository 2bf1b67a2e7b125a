import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { verifyConsistency } from './consistency.ts';
import { flipBit } from './testing/flip.ts';
import { REFERENCE_TREE } from './testing/foreign.ts';
import { naiveConsistency, naiveRoot } from './testing/naive-tree.ts';
import { havePublishedVectors, publishedVectors } from './testing/published.ts';

const entries = REFERENCE_TREE.entries.map(hexToBytes);

function vector(from: number, to: number) {
  return {
    from,
    to,
    fromRoot: naiveRoot(entries.slice(0, from)),
    toRoot: naiveRoot(entries.slice(0, to)),
    proof: naiveConsistency(from, entries.slice(0, to)),
  };
}

const vectors = entries.flatMap((_, i) =>
  entries.slice(i).map((__, k) => vector(i + 1, i + 1 + k)),
);

describe('verifyConsistency', () => {
  test.each(vectors)('default: from $from to $to', (good) => {
    expect(verifyConsistency(good)).toBe(true);
  });

  test('behaviour: refuses every single flipped bit of roots and proof', () => {
    for (const good of [vector(3, 7), vector(4, 7), vector(7, 7)]) {
      for (let bit = 0; bit < 256; bit += 1) {
        expect(verifyConsistency({ ...good, fromRoot: flipBit(good.fromRoot, bit) })).toBe(false);
        expect(verifyConsistency({ ...good, toRoot: flipBit(good.toRoot, bit) })).toBe(false);
        good.proof.forEach((_, at) => {
          const proof = good.proof.map((hash, i) => (i === at ? flipBit(hash, bit) : hash));
          expect(verifyConsistency({ ...good, proof })).toBe(false);
        });
      }
    }
  });

  test.each(vectors)('behaviour: refuses a hash more or fewer, from $from to $to', (good) => {
    const { proof, fromRoot, toRoot } = good;
    for (const extra of [fromRoot, toRoot]) {
      expect(verifyConsistency({ ...good, proof: [...proof, extra] })).toBe(false);
      expect(verifyConsistency({ ...good, proof: [extra, ...proof] })).toBe(false);
    }
    if (proof.length === 0) return;
    expect(verifyConsistency({ ...good, proof: [] })).toBe(false);
    expect(verifyConsistency({ ...good, proof: proof.slice(1) })).toBe(false);
    expect(verifyConsistency({ ...good, proof: proof.slice(0, -1) })).toBe(false);
  });

  test('behaviour: refuses a fork: the same sizes, another leaf before the old head', () => {
    const forked = entries.with(1, Uint8Array.of(0xee));
    const good = vector(3, 7);
    const proof = naiveConsistency(3, forked.slice(0, 7));
    const toRoot = naiveRoot(forked.slice(0, 7));
    expect(verifyConsistency({ ...good, toRoot, proof })).toBe(false);
  });

  test('behaviour: refuses from nothing, backwards, and numbers that are no counts', () => {
    const good = vector(1, 1);
    expect(verifyConsistency({ ...vector(3, 7), from: 0 })).toBe(false);
    expect(verifyConsistency({ ...good, from: 0, to: 0 })).toBe(false);
    expect(verifyConsistency({ ...good, from: 2, to: 1 })).toBe(false);
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(verifyConsistency({ ...good, from: bad, to: bad })).toBe(false);
      expect(verifyConsistency({ ...good, to: bad })).toBe(false);
    }
  });

  test('behaviour: refuses hashes of another length', () => {
    const good = vector(1, 1);
    const bad = new Uint8Array(31);
    expect(verifyConsistency({ ...good, fromRoot: bad, toRoot: bad })).toBe(false);
    expect(verifyConsistency({ ...vector(1, 2), proof: [bad] })).toBe(false);
  });
});

const base64 = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const schema = z.object({
  size1: z.number(),
  size2: z.number(),
  root1: base64,
  root2: base64,
  proof: z.array(base64).nullable(),
  wantErr: z.boolean(),
});

describe.skipIf(!havePublishedVectors)(
  'verifyConsistency on published vectors (needs ../shared/vectors/rfc6962)',
  () => {
    test.each(publishedVectors('consistency'))('%s', (_, json) => {
      const v = schema.parse(json);
      const heads = { from: v.size1, to: v.size2, fromRoot: v.root1, toRoot: v.root2 };
      expect(verifyConsistency({ ...heads, proof: v.proof ?? [] })).toBe(!v.wantErr);
    });
  },
);
