import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ProofError } from './error.ts';
import { hashLeaf } from './hash.ts';
import { rootFromInclusion, verifyInclusion } from './inclusion.ts';
import { flipBit } from './testing/flip.ts';
import { REFERENCE_TREE } from './testing/foreign.ts';
import { naiveInclusion, naiveRoot } from './testing/naive-tree.ts';
import { havePublishedVectors, publishedVectors } from './testing/published.ts';

const entries = REFERENCE_TREE.entries.map(hexToBytes);

function vector(index: number, size: number) {
  const tree = entries.slice(0, size);
  const leaf = hashLeaf(entries[index] ?? new Uint8Array());
  return { index, size, leaf, root: naiveRoot(tree), proof: naiveInclusion(index, tree) };
}

const anyVector = fc
  .integer({ min: 1, max: 8 })
  .chain((size) => fc.nat(size - 1).map((index) => vector(index, size)));

describe('verifyInclusion', () => {
  test('default: every leaf of the reference trees of 1 to 8', () => {
    for (let size = 1; size <= 8; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const good = vector(index, size);
        expect(
          verifyInclusion({ ...good, root: hexToBytes(REFERENCE_TREE.roots[size] ?? '') }),
        ).toBe(true);
        expect(rootFromInclusion(good)).toEqual(good.root);
      }
    }
  });

  test('behaviour: refuses every single flipped bit of leaf, root and proof', () => {
    const good = vector(4, 7);
    for (let bit = 0; bit < 256; bit += 1) {
      expect(verifyInclusion({ ...good, leaf: flipBit(good.leaf, bit) })).toBe(false);
      expect(verifyInclusion({ ...good, root: flipBit(good.root, bit) })).toBe(false);
      good.proof.forEach((_, at) => {
        const proof = good.proof.map((hash, i) => (i === at ? flipBit(hash, bit) : hash));
        expect(verifyInclusion({ ...good, proof })).toBe(false);
      });
    }
  });

  test('behaviour: refuses another index, and a proof with a hash more or fewer', () => {
    fc.assert(
      fc.property(anyVector, fc.nat(9), (good, index) => {
        fc.pre(index !== good.index);
        expect(verifyInclusion({ ...good, index })).toBe(false);
        expect(verifyInclusion({ ...good, proof: [...good.proof, good.leaf] })).toBe(false);
        expect(verifyInclusion({ ...good, proof: [good.root, ...good.proof] })).toBe(false);
        if (good.proof.length === 0) return;
        expect(verifyInclusion({ ...good, proof: good.proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...good, proof: good.proof.slice(0, -1) })).toBe(false);
      }),
    );
  });

  test('behaviour: refuses numbers that are no counts', () => {
    const good = vector(0, 1);
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(verifyInclusion({ ...good, index: bad })).toBe(false);
      expect(verifyInclusion({ ...good, size: bad })).toBe(false);
    }
    expect(verifyInclusion({ ...good, size: 0 })).toBe(false);
  });

  test('behaviour: refuses hashes of another length', () => {
    const good = vector(0, 2);
    for (const bad of [new Uint8Array(), new Uint8Array(31), new Uint8Array(64)]) {
      expect(verifyInclusion({ ...good, leaf: bad })).toBe(false);
      expect(verifyInclusion({ ...good, root: bad })).toBe(false);
      expect(verifyInclusion({ ...good, proof: [bad] })).toBe(false);
    }
  });
});

describe('rootFromInclusion', () => {
  test('error: ProofError for a proof that cannot fit', () => {
    const good = vector(2, 5);
    const bad = [
      { ...good, proof: [] },
      { ...good, proof: [...good.proof, good.leaf] },
      { ...good, index: 5 },
      { ...good, size: 2 ** 53 },
    ];
    for (const inclusion of bad) expect(() => rootFromInclusion(inclusion)).toThrow(ProofError);
  });

  test('error: HASH_INVALID for a leaf that is no hash, even without a proof', () => {
    expect(() => rootFromInclusion({ ...vector(0, 1), leaf: new Uint8Array(5) })).toThrow(
      expect.objectContaining({ code: 'HASH_INVALID' }),
    );
  });
});

const base64 = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const schema = z.object({
  leafIdx: z.number(),
  treeSize: z.number(),
  root: base64,
  leafHash: base64,
  proof: z.array(base64).nullable(),
  wantErr: z.boolean(),
});

describe.skipIf(!havePublishedVectors)(
  'verifyInclusion on published vectors (needs ../shared/vectors/rfc6962)',
  () => {
    test.each(publishedVectors('inclusion'))('%s', (_, json) => {
      const v = schema.parse(json);
      const { leafIdx: index, treeSize: size, leafHash: leaf, root, proof } = v;
      expect(verifyInclusion({ index, size, leaf, root, proof: proof ?? [] })).toBe(!v.wantErr);
    });
  },
);
