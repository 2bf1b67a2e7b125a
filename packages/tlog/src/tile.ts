import { assertCount } from './number.ts';

/** Tree levels in one tile. */
export const TILE_HEIGHT = 8;

/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 256;

/**
 * The first `width` (1 to 256) hashes of a tile: hash i of tile `index` at `level` is the root of
 * leaves [(index·256 + i)·256^level, (index·256 + i + 1)·256^level) (C2SP tlog-tiles).
 */
export type TileCoordinate = { level: number; index: number; width: number };

/** Where tiles come from: Postgres, HTTP, IPFS, memory. */
export interface TileSource {
  /** The tiles asked for, in that order, each exactly `width` · 32 bytes. */
  read(tiles: readonly TileCoordinate[]): Promise<Uint8Array[]>;
}

/** Hashes (0 to 256) that the tile at `level` and `index` has in a tree of `size` leaves. */
export function tileWidth(level: number, index: number, size: number): number {
  assertCount(size, 'The tree size');
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.min(Math.max(hashes - index * TILE_WIDTH, 0), TILE_WIDTH);
}

/**
 * The partial tile of every level that has one, lowest level first: the right edge of a tree of
 * `size` leaves, from which its root is computed. Full tiles are in the level above already.
 */
export function tilesForSize(size: number): TileCoordinate[] {
  assertCount(size, 'The tree size');
  const tiles: TileCoordinate[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1) {
    const index = Math.floor(hashes / TILE_WIDTH);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index, width });
    hashes = index;
  }
  return tiles;
}
