import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendLeaves, type Edge, edgeRoot, EMPTY_EDGE, readEdge } from './edge.ts';
import { EMPTY_ROOT, hashLeaf } from './hash.ts';
import { MemoryTiles } from './testing/memory-tiles.ts';
import { naiveRoot } from './testing/naive-tree.ts';
import { uniformEdge, UNIFORM_LEAF, uniformRoot } from './testing/uniform-tree.ts';
import { sampleEntry } from './testing/vectors.ts';

const entries = Array.from({ length: 70_000 }, (_, i) => sampleEntry(i));
const leaves = entries.map(hashLeaf);
const EXAMPLE = 70_000; // the example of C2SP tlog-tiles

describe('appendLeaves', () => {
  test('behaviour: in batches of any size, root and tiles are those of one batch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(600), { maxLength: 6 }), (batches) => {
        let edge: Edge = EMPTY_EDGE;
        const touched = new Map<string, Uint8Array>();
        for (const batch of batches) {
          const step = appendLeaves(edge, leaves.slice(edge.size, edge.size + batch));
          for (const { level, index, hashes } of step.tiles)
            touched.set(`${level}/${index}`, hashes);
          edge = step.edge;
        }
        const once = appendLeaves(EMPTY_EDGE, leaves.slice(0, edge.size));
        expect(edge).toEqual(once.edge);
        expect(touched).toEqual(
          new Map(once.tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes])),
        );
      }),
    );
  });

  test('behaviour: the root equals the recursion of RFC 6962', () => {
    fc.assert(
      fc.property(fc.nat(1100), (size) => {
        const { edge } = appendLeaves(EMPTY_EDGE, leaves.slice(0, size));
        expect(edgeRoot(edge)).toEqual(naiveRoot(entries.slice(0, size)));
      }),
      { examples: [[0], [1], [255], [256], [257], [512], [1024]], numRuns: 40 },
    );
  });

  test('default: 70,000 leaves are the tiles C2SP tlog-tiles counts', () => {
    const { edge, tiles } = appendLeaves(EMPTY_EDGE, leaves);
    const widths = (level: number) =>
      tiles.filter((tile) => tile.level === level).map((tile) => tile.hashes.length / 32);
    expect(widths(0)).toEqual([...Array<number>(273).fill(256), 112]);
    expect(widths(1)).toEqual([256, 17]);
    expect(widths(2)).toEqual([1]);
    expect(edge.size).toBe(EXAMPLE);
    expect(edge.partials.map((partial) => partial.length / 32)).toEqual([112, 17, 1]);
    expect(edgeRoot(edge)).toEqual(naiveRoot(entries));
  });

  test('behaviour: reports the touched tiles with their whole content, and no others', () => {
    const { edge } = appendLeaves(EMPTY_EDGE, leaves.slice(0, 250));
    const step = appendLeaves(edge, leaves.slice(250, 260));
    expect(
      step.tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32]),
    ).toEqual([
      [0, 0, 256],
      [0, 1, 4],
      [1, 0, 1],
    ]);
    const full = step.tiles[0]?.hashes;
    expect(full).toEqual(new Uint8Array(leaves.slice(0, 256).flatMap((leaf) => [...leaf])));
  });

  test('behaviour: changes neither edge nor leaves, and shares no memory with them', () => {
    const before = appendLeaves(EMPTY_EDGE, leaves.slice(0, 3)).edge;
    const copy = structuredClone(before);
    const after = appendLeaves(before, leaves.slice(3, 5));
    after.tiles.forEach((tile) => tile.hashes.fill(0));
    expect(before).toEqual(copy);
    expect(edgeRoot(after.edge)).toEqual(naiveRoot(entries.slice(0, 5)));
    expect(appendLeaves(before, [])).toEqual({ edge: before, tiles: [] });
  });

  test('behaviour: works up to 2^53 − 1 leaves and refuses the next one', () => {
    const last = Number.MAX_SAFE_INTEGER;
    const { edge, tiles } = appendLeaves(uniformEdge(last - 1), [UNIFORM_LEAF]);
    expect(edgeRoot(edge)).toEqual(uniformRoot(last));
    expect(tiles).toHaveLength(1);
    expect(() => appendLeaves(edge, [UNIFORM_LEAF])).toThrow(
      expect.objectContaining({ code: 'NUMBER_INVALID' }),
    );
  });

  test('behaviour: carries through every level at 2^48', () => {
    const { edge, tiles } = appendLeaves(uniformEdge(2 ** 48 - 1), [UNIFORM_LEAF]);
    expect(edgeRoot(edge)).toEqual(uniformRoot(2 ** 48));
    expect(tiles.map(({ level, index }) => [level, index])).toEqual([
      [0, 2 ** 40 - 1],
      [1, 2 ** 32 - 1],
      [2, 2 ** 24 - 1],
      [3, 2 ** 16 - 1],
      [4, 255],
      [5, 0],
      [6, 0],
    ]);
  });

  test('error: EDGE_INVALID when a partial tile does not fit the size', () => {
    const { edge } = appendLeaves(EMPTY_EDGE, leaves.slice(0, 300));
    const bad: Edge[] = [
      { ...edge, size: 301 },
      { ...edge, partials: edge.partials.slice(0, 1) },
      { ...edge, partials: [...edge.partials, new Uint8Array(32)] },
      { ...edge, partials: edge.partials.map((partial) => partial.subarray(1)) },
    ];
    for (const broken of bad) {
      for (const use of [() => appendLeaves(broken, []), () => edgeRoot(broken)]) {
        expect(use).toThrow(expect.objectContaining({ code: 'EDGE_INVALID' }));
      }
    }
  });

  test('error: HASH_INVALID for a leaf that is no hash, NUMBER_INVALID for a size that is none', () => {
    expect(() => appendLeaves(EMPTY_EDGE, [new Uint8Array(31)])).toThrow(
      expect.objectContaining({ code: 'HASH_INVALID' }),
    );
    expect(() => edgeRoot({ size: 0.5, partials: [] })).toThrow(
      expect.objectContaining({ code: 'NUMBER_INVALID' }),
    );
  });
});

describe('edgeRoot', () => {
  test('default: the empty tree', () => {
    expect(edgeRoot(EMPTY_EDGE)).toEqual(EMPTY_ROOT);
  });

  test('behaviour: of uniform trees of any size', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        expect(edgeRoot(uniformEdge(size))).toEqual(uniformRoot(size));
      }),
    );
  });
});

describe('readEdge', () => {
  test('default: gives back the edge of any earlier size, in one read', async () => {
    const source = MemoryTiles.of(leaves);
    for (const size of [1, 255, 256, 257, 65_536, 65_537, EXAMPLE]) {
      expect(await readEdge(source, size)).toEqual(
        appendLeaves(EMPTY_EDGE, leaves.slice(0, size)).edge,
      );
    }
    expect(source.reads).toHaveLength(7);
    expect(await readEdge(source, 0)).toEqual(EMPTY_EDGE);
    expect(source.reads).toHaveLength(7);
  });
});
