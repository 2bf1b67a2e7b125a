import { appendLeaves, type Edge, EMPTY_EDGE } from '../edge.ts';
import { type Hash, HASH_SIZE } from '../hash.ts';
import type { TileCoordinate, TileSource } from '../tile.ts';

/** A log's tiles in memory, filled by {@link appendLeaves}; `reads` lists every batch asked for. */
export class MemoryTiles implements TileSource {
  edge: Edge = EMPTY_EDGE;
  readonly reads: (readonly TileCoordinate[])[] = [];
  readonly #tiles = new Map<string, Uint8Array>();

  static of(leaves: readonly Hash[]): MemoryTiles {
    const tiles = new MemoryTiles();
    tiles.append(leaves);
    return tiles;
  }

  append(leaves: readonly Hash[]): void {
    const { edge, tiles } = appendLeaves(this.edge, leaves);
    this.edge = edge;
    for (const { level, index, hashes } of tiles) this.#tiles.set(`${level}/${index}`, hashes);
  }

  read(tiles: readonly TileCoordinate[]): Promise<Uint8Array[]> {
    this.reads.push(tiles);
    return Promise.resolve(
      tiles.map(({ level, index, width }) => {
        const hashes = this.#tiles.get(`${level}/${index}`) ?? new Uint8Array();
        return hashes.slice(0, width * HASH_SIZE);
      }),
    );
  }
}
