import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import vectors from '../../../docs/spec/vectors/log.json' with { type: 'json' };
import { decodeBundle, encodeBundle } from './bundle.ts';
import { openCheckpoint } from './checkpoint.ts';
import { verifyConsistency } from './consistency.ts';
import { edgeRoot } from './edge.ts';
import { EMPTY_ROOT, hashLeaf, hashNode } from './hash.ts';
import { verifyInclusion } from './inclusion.ts';
import { createSigner, formatVkey, verifierFrom } from './key.ts';
import { entriesPath, parseEntriesPath, parseTilePath, tilePath } from './path.ts';
import { consistencyProof, inclusionProof, rootOf } from './prove.ts';
import { MemoryTiles } from './testing/memory-tiles.ts';
import { logVectors, sampleEntry } from './testing/vectors.ts';

const tiles = MemoryTiles.of(Array.from({ length: 258 }, (_, i) => hashLeaf(sampleEntry(i))));

type InclusionVector = (typeof vectors.inclusion)[number];
type ConsistencyVector = (typeof vectors.consistency)[number];

const isIncluded = ({ index, size, leaf, root, proof }: InclusionVector) =>
  verifyInclusion({
    index,
    size,
    leaf: hexToBytes(leaf),
    root: hexToBytes(root),
    proof: proof.map(hexToBytes),
  });

const isConsistent = ({ from, to, fromRoot, toRoot, proof }: ConsistencyVector) =>
  verifyConsistency({
    from,
    to,
    fromRoot: hexToBytes(fromRoot),
    toRoot: hexToBytes(toRoot),
    proof: proof.map(hexToBytes),
  });

describe('docs/spec/vectors/log.json', () => {
  test('default: is what the specification says, and nothing more', async () => {
    expect(vectors).toEqual(await logVectors());
  });

  test('behaviour: leaves, nodes and roots', async () => {
    expect(EMPTY_ROOT).toEqual(hexToBytes(vectors.emptyRoot));
    for (const { entry, leaf } of vectors.leaves) {
      expect(hashLeaf(hexToBytes(entry))).toEqual(hexToBytes(leaf));
    }
    for (const { left, right, node } of vectors.nodes) {
      expect(hashNode(hexToBytes(left), hexToBytes(right))).toEqual(hexToBytes(node));
    }
    for (const { size, root } of vectors.roots) {
      expect(await rootOf(tiles, size)).toEqual(hexToBytes(root));
    }
    expect(edgeRoot(tiles.edge)).toEqual(hexToBytes(vectors.roots.at(-1)?.root ?? ''));
  });

  test.each(vectors.inclusion)('behaviour: leaf $index in the tree of $size', async (vector) => {
    expect(isIncluded(vector)).toBe(true);
    const proof = await inclusionProof(tiles, vector.index, vector.size);
    expect(proof).toEqual(vector.proof.map(hexToBytes));
  });

  test.each(vectors.consistency)('behaviour: from $from to $to', async (vector) => {
    expect(isConsistent(vector)).toBe(true);
    const proof = await consistencyProof(tiles, vector.from, vector.to);
    expect(proof).toEqual(vector.proof.map(hexToBytes));
  });

  test.each(vectors.refusedInclusion)('error: inclusion with $why', (vector) => {
    expect(isIncluded(vector)).toBe(false);
  });

  test.each(vectors.refusedConsistency)('error: consistency with $why', (vector) => {
    expect(isConsistent(vector)).toBe(false);
  });

  test.each(vectors.paths)('behaviour: $path', ({ path, entriesPath: bundle, ...tile }) => {
    const { index, width } = tile;
    expect([tilePath(tile), parseTilePath(path)]).toEqual([path, tile]);
    expect([entriesPath(tile), parseEntriesPath(bundle)]).toEqual([bundle, { index, width }]);
  });

  test('behaviour: the entry bundle', () => {
    const entries = vectors.bundle.entries.map(hexToBytes);
    expect(encodeBundle(entries)).toEqual(hexToBytes(vectors.bundle.bytes));
    expect(decodeBundle(hexToBytes(vectors.bundle.bytes))).toEqual(entries);
  });

  test('behaviour: the signed checkpoint', async () => {
    const { origin, size, root, seed, publicKey, keyId, vkey, note } = vectors.checkpoint;
    const signer = await createSigner(origin, hexToBytes(seed));
    expect(signer).toMatchObject({ keyId, publicKey: hexToBytes(publicKey) });
    expect(formatVkey(origin, signer.publicKey)).toBe(vkey);
    const opened = await openCheckpoint(note, origin, [await verifierFrom(vkey)]);
    expect(opened).toEqual({ origin, size, root: hexToBytes(root) });
  });
});
