import type { TileCoordinate, TileSource } from '@luna/tlog';
import { describe, expect, it } from 'vitest';
import { TileCache } from './tile-cache.ts';

/** Tiles whose bytes tell level and index, and every read that was made. */
function countingSource(): TileSource & { reads: TileCoordinate[][] } {
  const reads: TileCoordinate[][] = [];
  return {
    reads,
    read: (tiles) => {
      reads.push([...tiles]);
      return Promise.resolve(
        tiles.map(({ level, index, width }) => new Uint8Array(width * 32).fill(level * 16 + index)),
      );
    },
  };
}

const full = (level: number, index: number): TileCoordinate => ({ level, index, width: 256 });
const partial = (level: number, index: number, width: number): TileCoordinate => ({
  level,
  index,
  width,
});

describe('TileCache', () => {
  it('reads what is missing in one call and keeps full tiles alone', async () => {
    const source = countingSource();
    const tiles = new TileCache().over(source);
    const wanted = [full(0, 1), partial(0, 2, 7), full(1, 0)];
    const first = await tiles.read(wanted);
    expect(await tiles.read(wanted)).toEqual(first);
    expect(source.reads).toEqual([wanted, [partial(0, 2, 7)]]);
    expect(first.map((tile) => [tile.length / 32, tile[0]])).toEqual([
      [256, 1],
      [7, 2],
      [256, 16],
    ]);
  });

  it('asks nothing when it has all, also for the beginning of a full tile', async () => {
    const source = countingSource();
    const tiles = new TileCache().over(source);
    await tiles.read([full(0, 3)]);
    const [beginning] = await tiles.read([partial(0, 3, 5)]);
    expect([beginning?.length, source.reads.length]).toEqual([160, 1]);
  });

  it('stays within 1,024 tiles, giving up what was not used for longest', async () => {
    const source = countingSource();
    const tiles = new TileCache().over(source);
    for (let index = 0; index < 1024; index += 1) await tiles.read([full(0, index)]);
    await tiles.read([full(0, 0)]);
    await tiles.read([full(0, 1024)]);
    source.reads.length = 0;
    await tiles.read([full(0, 0), full(0, 1), full(0, 2)]);
    expect(source.reads).toEqual([[full(0, 1)]]);
  });
});
