import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyConsistency } from './consistency.ts';
import { ProofError } from './error.ts';
import { EMPTY_ROOT, hashLeaf } from './hash.ts';
import { verifyInclusion } from './inclusion.ts';
import { consistencyProof, inclusionProof, rootOf } from './prove.ts';
import { MemoryTiles } from './testing/memory-tiles.ts';
import { naiveConsistency, naiveInclusion, naiveRoot } from './testing/naive-tree.ts';
import { UNIFORM_LEAF, uniformRoot, uniformTiles } from './testing/uniform-tree.ts';
import { sampleEntry } from './testing/vectors.ts';
import { type TileSource, tilesForSize } from './tile.ts';

const entries = Array.from({ length: 70_000 }, (_, i) => sampleEntry(i));
const leaves = entries.map(hashLeaf);
const source = MemoryTiles.of(leaves);
beforeEach(() => void source.reads.splice(0));

/** 0 ≤ index < size ≤ max. */
const place = (max: number) =>
  fc
    .integer({ min: 1, max })
    .chain((size) => fc.tuple(fc.maxSafeNat(), fc.constant(size)))
    .map(([n, size]) => ({ index: n % size, size }));

describe('rootOf', () => {
  test('default: any size of a growing log, in one read of its right edge', async () => {
    for (const size of [1, 2, 255, 256, 257, 1000, 65_536, 65_793, 70_000]) {
      source.reads.splice(0);
      expect(await rootOf(source, size)).toEqual(naiveRoot(entries.slice(0, size)));
      expect(source.reads).toEqual([tilesForSize(size)]);
    }
  });

  test('behaviour: the empty tree needs no read', async () => {
    expect(await rootOf(source, 0)).toEqual(EMPTY_ROOT);
    expect(source.reads).toEqual([]);
  });
});

describe('inclusionProof', () => {
  test('behaviour: equals PATH of RFC 6962', async () => {
    await fc.assert(
      fc.asyncProperty(place(700), async ({ index, size }) => {
        const proof = await inclusionProof(source, index, size);
        expect(proof).toEqual(naiveInclusion(index, entries.slice(0, size)));
      }),
    );
  });

  test('behaviour: verifies for any leaf of any size, from at most one read of few tiles', async () => {
    await fc.assert(
      fc.asyncProperty(place(70_000), async ({ index, size }) => {
        source.reads.splice(0);
        const proof = await inclusionProof(source, index, size);
        expect(source.reads.length).toBeLessThanOrEqual(1);
        expect(source.reads.flat().length).toBeLessThanOrEqual(5);
        const [leaf = EMPTY_ROOT, root] = [leaves[index], await rootOf(source, size)];
        expect(verifyInclusion({ index, size, leaf, root, proof })).toBe(true);
      }),
    );
  });

  test('behaviour: verifies in trees of up to 2^53 − 1 leaves', async () => {
    await fc.assert(
      fc.asyncProperty(place(Number.MAX_SAFE_INTEGER), async ({ index, size }) => {
        const proof = await inclusionProof(uniformTiles, index, size);
        const root = uniformRoot(size);
        expect(verifyInclusion({ index, size, leaf: UNIFORM_LEAF, root, proof })).toBe(true);
      }),
      { examples: [[{ index: 2 ** 53 - 2, size: 2 ** 53 - 1 }], [{ index: 0, size: 2 ** 52 }]] },
    );
  });

  test('error: ProofError for a leaf outside the tree', async () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [0, 2 ** 53],
    ] as const) {
      await expect(inclusionProof(source, index, size)).rejects.toThrow(ProofError);
    }
  });

  test('error: TILE_INVALID when the source answers other tiles than asked for', async () => {
    const broken: TileSource[] = [
      { read: () => Promise.resolve([]) },
      { read: async (tiles) => (await source.read(tiles)).map((tile) => tile.slice(1)) },
      { read: async (tiles) => [...(await source.read(tiles)), new Uint8Array(32)] },
    ];
    for (const bad of broken) {
      await expect(inclusionProof(bad, 3, 300)).rejects.toMatchObject({ code: 'TILE_INVALID' });
      await expect(rootOf(bad, 300)).rejects.toMatchObject({ code: 'TILE_INVALID' });
    }
  });
});

describe('consistencyProof', () => {
  const sizes = (max: number) =>
    place(max).map(({ index, size }) => ({ from: index + 1, to: size }));

  test('behaviour: equals PROOF of RFC 6962', async () => {
    await fc.assert(
      fc.asyncProperty(sizes(700), async ({ from, to }) => {
        const proof = await consistencyProof(source, from, to);
        expect(proof).toEqual(naiveConsistency(from, entries.slice(0, to)));
      }),
    );
  });

  test('behaviour: verifies between any two sizes, from at most one read', async () => {
    await fc.assert(
      fc.asyncProperty(sizes(70_000), async ({ from, to }) => {
        source.reads.splice(0);
        const proof = await consistencyProof(source, from, to);
        expect(source.reads.length).toBeLessThanOrEqual(1);
        const [fromRoot, toRoot] = [await rootOf(source, from), await rootOf(source, to)];
        expect(verifyConsistency({ from, to, fromRoot, toRoot, proof })).toBe(true);
      }),
    );
  });

  test('behaviour: verifies between trees of up to 2^53 − 1 leaves', async () => {
    await fc.assert(
      fc.asyncProperty(sizes(Number.MAX_SAFE_INTEGER), async ({ from, to }) => {
        const proof = await consistencyProof(uniformTiles, from, to);
        const [fromRoot, toRoot] = [uniformRoot(from), uniformRoot(to)];
        expect(verifyConsistency({ from, to, fromRoot, toRoot, proof })).toBe(true);
      }),
    );
  });

  test('error: ProofError from nothing, backwards, or beyond 2^53 − 1', async () => {
    for (const [from, to] of [
      [0, 5],
      [0, 0],
      [6, 5],
      [1.5, 5],
      [1, 2 ** 53],
    ] as const) {
      await expect(consistencyProof(source, from, to)).rejects.toThrow(ProofError);
    }
  });
});
