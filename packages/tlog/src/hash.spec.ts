import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { EMPTY_ROOT, equalHashes, hashLeaf, hashNode, perfectRoot, sha256 } from './hash.ts';
import { REFERENCE_TREE } from './testing/foreign.ts';

const { entries, roots } = REFERENCE_TREE;
const leaves = entries.map((entry) => hashLeaf(hexToBytes(entry)));

describe('hash', () => {
  test('default: leaf, node and root of the reference tree', () => {
    const [first, second] = leaves.map((leaf) => leaf.slice());
    expect(bytesToHex(EMPTY_ROOT)).toBe(roots[0]);
    expect(bytesToHex(first ?? EMPTY_ROOT)).toBe(roots[1]);
    expect(bytesToHex(hashNode(first ?? EMPTY_ROOT, second ?? EMPTY_ROOT))).toBe(roots[2]);
    expect(bytesToHex(perfectRoot(new Uint8Array(leaves.flatMap((leaf) => [...leaf]))))).toBe(
      roots[8],
    );
  });

  test('behaviour: parts are hashed as one run of bytes', () => {
    const parts = [Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)];
    expect(sha256(...parts)).toEqual(sha256(Uint8Array.of(1, 2, 3)));
  });

  test('behaviour: a result is not changed by later calls', () => {
    const node = hashNode(EMPTY_ROOT, EMPTY_ROOT);
    const before = node.slice();
    hashNode(node, node);
    expect(node).toEqual(before);
  });

  test('error: HASH_INVALID for a child that is not 32 bytes', () => {
    for (const bad of [new Uint8Array(), new Uint8Array(31), new Uint8Array(33)]) {
      expect(() => hashNode(bad, EMPTY_ROOT)).toThrow(
        expect.objectContaining({ code: 'HASH_INVALID', retryable: false }),
      );
      expect(() => hashNode(EMPTY_ROOT, bad)).toThrow(
        expect.objectContaining({ code: 'HASH_INVALID' }),
      );
      expect(equalHashes(bad, bad)).toBe(false);
    }
  });
});
