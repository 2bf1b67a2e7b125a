import { type Hash, HASH_SIZE, hashNode, perfectRoot } from './hash.ts';
import { splitPoint } from './number.ts';
import type { Range } from './ranges.ts';
import { readTiles } from './read-tiles.ts';
import { TILE_WIDTH, type TileCoordinate, type TileSource, tileWidth } from './tile.ts';

/** A perfect subtree inside one tile: `count` (1 to 128, a power of two) hashes from `offset`. */
type Subtree = { level: number; index: number; offset: number; count: number };

/**
 * Tree hash of each range of the tree of `size` leaves, in one batched read of tiles.
 * Ranges are those of RFC 6962's recursion: `start` is a multiple of a power of two not below
 * their length.
 */
export async function hashRanges(
  source: TileSource,
  size: number,
  ranges: readonly Range[],
): Promise<Hash[]> {
  const plan = ranges.map(subtrees);
  const wanted = new Map<string, TileCoordinate>();
  for (const { level, index } of plan.flat()) {
    wanted.set(key(level, index), { level, index, width: tileWidth(level, index, size) });
  }
  const answers = await readTiles(source, [...wanted.values()]);
  const tiles = new Map([...wanted.keys()].map((name, i) => [name, answers[i]]));
  return plan.map((parts) =>
    parts
      .map(({ level, index, offset, count }) => {
        const tile = tiles.get(key(level, index)) ?? new Uint8Array();
        return perfectRoot(tile.subarray(offset * HASH_SIZE, (offset + count) * HASH_SIZE));
      })
      .reduceRight((right, left) => hashNode(left, right)),
  );
}

function key(level: number, index: number): string {
  return `${level}/${index}`;
}

/** The perfect subtrees that make up a range, left to right, one for each 1 in its binary length. */
function subtrees({ start, end }: Range): Subtree[] {
  const parts: Subtree[] = [];
  for (let at = start; at < end;) {
    const leaves = splitPoint(end - at + 1);
    let level = 0;
    let count = leaves;
    for (; count >= TILE_WIDTH; count /= TILE_WIDTH) level += 1;
    const position = at / TILE_WIDTH ** level;
    const index = Math.floor(position / TILE_WIDTH);
    parts.push({ level, index, offset: position % TILE_WIDTH, count });
    at += leaves;
  }
  return parts;
}
