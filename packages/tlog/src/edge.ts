import { concat } from './bytes.ts';
import { TlogError } from './error.ts';
import { assertHash, EMPTY_ROOT, type Hash, HASH_SIZE, hashNode, perfectRoot } from './hash.ts';
import { assertCount } from './number.ts';
import { readTiles } from './read-tiles.ts';
import { TILE_HEIGHT, TILE_WIDTH, type TileSource, tilesForSize, tileWidth } from './tile.ts';

/**
 * The right edge of a tree: all that is needed to append to it and to know its root, at most
 * 255 hashes a level. `partials[l]` is the content of the incomplete tile of level l (0 to 255
 * hashes); its length follows from `size`.
 */
export type Edge = { readonly size: number; readonly partials: readonly Uint8Array[] };

/** The edge of the tree without leaves. */
export const EMPTY_EDGE: Edge = { size: 0, partials: [] };

/** A tile's whole present content, 1 to 256 hashes: a prefix of the full tile. */
export type Tile = { level: number; index: number; hashes: Uint8Array };

const TILE_BYTES = TILE_WIDTH * HASH_SIZE;

/**
 * The tree with `leaves` (leaf hashes) appended: its edge, and every tile that was touched, by
 * level and index. Neither argument is changed. Costs one node hash a leaf, however big the tree.
 * @throws TlogError EDGE_INVALID, HASH_INVALID, or NUMBER_INVALID beyond 2^53 − 1 leaves
 */
export function appendLeaves(edge: Edge, leaves: readonly Hash[]): { edge: Edge; tiles: Tile[] } {
  assertEdge(edge);
  assertCount(edge.size + leaves.length, 'The tree size');
  leaves.forEach(assertHash);
  const tiles: Tile[] = [];
  const partials: Uint8Array[] = [];
  let added = concat(leaves);
  for (let level = 0; added.length > 0 || level < edge.partials.length; level += 1) {
    const row = concat([edge.partials[level] ?? new Uint8Array(), added]);
    const firstTile = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const parents: Hash[] = [];
    // Without an addition a level's partial tile stays as it was and is not reported.
    const end = added.length > 0 ? row.length : 0;
    for (let at = 0; at < end; at += TILE_BYTES) {
      const hashes = row.slice(at, at + TILE_BYTES);
      tiles.push({ level, index: firstTile + at / TILE_BYTES, hashes });
      if (hashes.length === TILE_BYTES) parents.push(perfectRoot(hashes));
    }
    partials.push(row.slice(row.length - (row.length % TILE_BYTES)));
    added = concat(parents);
  }
  return { edge: { size: edge.size + leaves.length, partials }, tiles };
}

/**
 * Root of the tree with this edge (RFC 6962 section 2.1).
 * @throws TlogError EDGE_INVALID
 */
export function edgeRoot(edge: Edge): Hash {
  assertEdge(edge);
  let root: Hash | undefined;
  // The tree is a row of perfect subtrees, one for each 1 in the binary size, biggest first;
  // the root folds them together from the right.
  for (const partial of edge.partials) {
    let end = partial.length;
    for (let bit = 0; bit < TILE_HEIGHT; bit += 1) {
      const length = HASH_SIZE << bit;
      if (((partial.length / HASH_SIZE) & (1 << bit)) === 0) continue;
      const subtree = perfectRoot(partial.subarray(end - length, end));
      root = root === undefined ? subtree : hashNode(subtree, root);
      end -= length;
    }
  }
  return root ?? EMPTY_ROOT.slice();
}

/** The edge of the tree of `size` leaves, in one batched read. */
export async function readEdge(source: TileSource, size: number): Promise<Edge> {
  const coordinates = tilesForSize(size);
  const tiles = await readTiles(source, coordinates);
  const partials = Array.from({ length: 1 + (coordinates.at(-1)?.level ?? -1) }, (_, level) => {
    return tiles[coordinates.findIndex((tile) => tile.level === level)] ?? new Uint8Array();
  });
  return { size, partials };
}

function assertEdge({ size, partials }: Edge): void {
  assertCount(size, 'The tree size');
  const levels = Math.max(partials.length, 1 + (tilesForSize(size).at(-1)?.level ?? -1));
  for (let level = 0; level < levels; level += 1) {
    const width = tileWidth(level, Math.floor(size / TILE_WIDTH ** (level + 1)), size);
    if ((partials[level]?.length ?? 0) !== width * HASH_SIZE) {
      throw new TlogError(
        'EDGE_INVALID',
        `Level ${level} of the edge does not fit a tree of ${size}.`,
      );
    }
  }
}
