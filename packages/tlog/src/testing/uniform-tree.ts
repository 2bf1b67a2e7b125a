import type { Edge } from '../edge.ts';
import { EMPTY_ROOT, type Hash, hashLeaf, hashNode } from '../hash.ts';
import { TILE_WIDTH, type TileSource } from '../tile.ts';
import { concat } from '../bytes.ts';

/** The one leaf of a uniform tree. */
export const UNIFORM_LEAF = hashLeaf(Uint8Array.of(7));

/** Root of a perfect tree of 2^k such leaves, by k. */
const perfect: Hash[] = [UNIFORM_LEAF];
for (let hash = UNIFORM_LEAF; perfect.length < 54;) {
  hash = hashNode(hash, hash);
  perfect.push(hash);
}

/** Tiles of a tree of any size whose leaves are all equal: how trees of 2^53 − 1 are tested. */
export const uniformTiles: TileSource = {
  read: (tiles) => Promise.resolve(tiles.map(({ level, width }) => row(level, width))),
};

/** Root of the uniform tree: one perfect tree for each 1 in the binary size, folded from the right. */
export function uniformRoot(size: number): Hash {
  let root: Hash | undefined;
  for (let k = 0, rest = size; rest > 0; k += 1, rest = Math.floor(rest / 2)) {
    const left = perfect[k] ?? EMPTY_ROOT;
    if (rest % 2 === 1) root = root === undefined ? left : hashNode(left, root);
  }
  return root ?? EMPTY_ROOT;
}

/** Edge of the uniform tree. */
export function uniformEdge(size: number): Edge {
  const partials: Uint8Array[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / TILE_WIDTH)) {
    partials.push(row(partials.length, rest % TILE_WIDTH));
  }
  return { size, partials };
}

function row(level: number, width: number): Uint8Array {
  return concat(Array.from({ length: width }, () => perfect[level * 8] ?? EMPTY_ROOT));
}
