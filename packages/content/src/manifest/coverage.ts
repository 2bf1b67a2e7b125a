import { type BundleCoordinate, TILE_WIDTH, type TileCoordinate } from '@luna/tlog';

import { ManifestError } from './manifest-error.ts';

/** What a manifest links, by level and index in ascending order. */
export type Coverage = { tiles: TileCoordinate[]; entries: BundleCoordinate[] };

/**
 * The tiles and bundles that a log of `to` entries has and a log of `from` entries had not: all
 * tiles and bundles that became full in between, and the partial bundle at `to`. Partial tiles are
 * left out because the bundles hold every leaf they are made of. Laid end to end from 0, these
 * cover the log exactly.
 * @throws ManifestError MANIFEST_CHAIN_BROKEN unless 0 ≤ from < to ≤ 2^53 − 1
 */
export function coverage(from: number, to: number): Coverage {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from >= to) {
    throw new ManifestError(
      'MANIFEST_CHAIN_BROKEN',
      `A manifest must add entries: it goes from size ${from} to size ${to}.`,
    );
  }
  const entries = fullBetween(from, to).map((index) => ({ index, width: TILE_WIDTH }));
  const rest = to % TILE_WIDTH;
  if (rest > 0) entries.push({ index: Math.floor(to / TILE_WIDTH), width: rest });
  return { tiles: fullTiles(from, to), entries };
}

function fullTiles(from: number, to: number): TileCoordinate[] {
  const tiles: TileCoordinate[] = [];
  let [old, now] = [from, to];
  for (let level = 0; now >= TILE_WIDTH; level += 1) {
    for (const index of fullBetween(old, now)) tiles.push({ level, index, width: TILE_WIDTH });
    old = Math.floor(old / TILE_WIDTH);
    now = Math.floor(now / TILE_WIDTH);
  }
  return tiles;
}

/** Indexes of the groups of 256 that are complete with `to` hashes and were not with `from`. */
function fullBetween(from: number, to: number): number[] {
  const first = Math.floor(from / TILE_WIDTH);
  return Array.from({ length: Math.floor(to / TILE_WIDTH) - first }, (_, i) => first + i);
}
