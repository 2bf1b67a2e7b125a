import { z } from 'zod';
import { TILE_WIDTH, type Tile, type TileCoordinate, type TileSource } from '@luna/tlog';
import { bigint, bytea, type Tx } from './tx.ts';

const tileRow = z.object({ level: z.int(), tile_index: bigint, hashes: bytea });

const READ = `SELECT level, tile_index, hashes FROM log.tile
  JOIN unnest($1::smallint[], $2::bigint[]) AS wanted (level, tile_index) USING (level, tile_index)`;

/**
 * The log's tiles as they stand in `log.tile`, a whole proof's worth in one query. A stored tile may
 * be wider than asked for; a tile's beginning never changes, so the prefix is what it was.
 */
export function logTiles(tx: Tx): TileSource {
  return {
    async read(tiles: readonly TileCoordinate[]): Promise<Uint8Array[]> {
      const rows = await tx.rows(tileRow, READ, [
        tiles.map((tile) => tile.level),
        tiles.map((tile) => tile.index),
      ]);
      const found = new Map(rows.map((row) => [`${row.level}/${row.tile_index}`, row.hashes]));
      return tiles.map(({ level, index, width }) => {
        const hashes = found.get(`${level}/${index}`);
        if (hashes === undefined || hashes.length < (width * 8192) / TILE_WIDTH) {
          throw new RangeError(`tile ${level}/${index} of width ${width} is not in log.tile`);
        }
        return hashes.subarray(0, (width * 8192) / TILE_WIDTH);
      });
    },
  };
}

const WRITE = `INSERT INTO log.tile (level, tile_index, hashes)
  SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
  ON CONFLICT (level, tile_index) DO UPDATE SET hashes = excluded.hashes`;

/** Stores tiles with their whole present content, new ones and grown ones, in one statement. */
export async function writeTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  await tx.execute(WRITE, [
    tiles.map((tile) => tile.level),
    tiles.map((tile) => tile.index),
    tiles.map((tile) => tile.hashes),
  ]);
}
