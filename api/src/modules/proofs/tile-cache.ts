import { TILE_WIDTH, type TileCoordinate, type TileSource } from '@luna/tlog';

/** Tiles kept; each has 8 KiB. */
const CAPACITY = 1024;

/**
 * Full tiles never change, so they are kept, the least recently used going first. What is missing
 * for a proof is read in one call of the source.
 */
export class TileCache {
  readonly #tiles = new Map<string, Uint8Array>();

  over(source: TileSource): TileSource {
    return { read: (tiles) => this.#read(source, tiles) };
  }

  async #read(source: TileSource, tiles: readonly TileCoordinate[]): Promise<Uint8Array[]> {
    const cached = tiles.map((tile) => this.#get(tile));
    const missing = tiles.filter((_, at) => cached[at] === undefined);
    const fetched = missing.length === 0 ? [] : await source.read(missing);
    for (const [at, tile] of missing.entries()) this.#put(tile, fetched[at]);
    const rest = fetched.values();
    return cached.map((hashes) => hashes ?? rest.next().value ?? new Uint8Array());
  }

  #get(tile: TileCoordinate): Uint8Array | undefined {
    const key = keyOf(tile);
    const hashes = this.#tiles.get(key);
    if (hashes === undefined) return undefined;
    this.#tiles.delete(key);
    this.#tiles.set(key, hashes);
    // A narrower tile is the beginning of the full one.
    return hashes.subarray(0, (tile.width * hashes.length) / TILE_WIDTH);
  }

  #put(tile: TileCoordinate, hashes: Uint8Array | undefined): void {
    if (hashes === undefined || tile.width !== TILE_WIDTH) return;
    // A copy: the row's buffer is a window into a larger one, which would be kept whole.
    this.#tiles.set(keyOf(tile), Uint8Array.from(hashes));
    if (this.#tiles.size <= CAPACITY) return;
    const [oldest] = this.#tiles.keys();
    if (oldest !== undefined) this.#tiles.delete(oldest);
  }
}

function keyOf({ level, index }: TileCoordinate): string {
  return `${level}/${index}`;
}
