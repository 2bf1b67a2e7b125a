import { TlogError } from './error.ts';
import { HASH_SIZE } from './hash.ts';
import type { TileCoordinate, TileSource } from './tile.ts';

/**
 * One batched read, none when nothing is wanted.
 * @throws TlogError TILE_INVALID when the source answers another number of tiles or bytes
 */
export async function readTiles(
  source: TileSource,
  tiles: readonly TileCoordinate[],
): Promise<Uint8Array[]> {
  if (tiles.length === 0) return [];
  const answers = await source.read(tiles);
  if (answers.length !== tiles.length) {
    throw new TlogError('TILE_INVALID', 'The tile source answered another number of tiles.');
  }
  tiles.forEach(({ level, index, width }, i) => {
    if (answers[i]?.length !== width * HASH_SIZE) {
      throw new TlogError('TILE_INVALID', `Tile ${level}/${index} is not ${width} hashes long.`);
    }
  });
  return answers;
}
