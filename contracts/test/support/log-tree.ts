import { appendLeaves, consistencyProof, hashLeaf, inclusionProof, rootOf } from '@luna/tlog';
import type { Edge, Hash, TileCoordinate, TileSource } from '@luna/tlog';
import { bytesToHex } from 'viem';
import type { Hex } from 'viem';

const EMPTY: Edge = { size: 0, partials: [] };

/** Entry `i` of the test log: `i` as eight bytes, big-endian. */
export function entryOf(i: number): Uint8Array {
  const entry = new Uint8Array(8);
  new DataView(entry.buffer).setBigUint64(0, BigInt(i));
  return entry;
}

/** A log in memory whose entry `i` is `entryOf(i)`, with proofs as the contract takes them. */
export class LogTree {
  #edge = EMPTY;
  readonly #tiles = new Map<string, Uint8Array>();
  readonly #source: TileSource = {
    read: (tiles) => Promise.resolve(tiles.map((tile) => this.#tile(tile))),
  };

  get size(): number {
    return this.#edge.size;
  }

  /** Appends entries until the log has `size` of them; `salt` forks it from another log. */
  growTo(size: number, salt = 0): this {
    while (this.#edge.size < size) {
      const from = this.#edge.size;
      const count = Math.min(size - from, 1 << 16);
      this.append(Array.from({ length: count }, (_, i) => entryOf(from + i + salt)));
    }
    return this;
  }

  /** Appends entries of the caller's. */
  append(entries: readonly Uint8Array[]): this {
    const { edge, tiles } = appendLeaves(
      this.#edge,
      entries.map((entry) => hashLeaf(entry)),
    );
    for (const { level, index, hashes } of tiles) this.#tiles.set(`${level}/${index}`, hashes);
    this.#edge = edge;
    return this;
  }

  async root(size = this.size): Promise<Hex> {
    return bytesToHex(await rootOf(this.#source, size));
  }

  /** Empty from size 0, which is what the contract wants for the first anchor. */
  async consistency(from: number, to: number): Promise<Hex[]> {
    return from === 0 ? [] : hexes(await consistencyProof(this.#source, from, to));
  }

  async inclusion(index: number, size: number): Promise<Hex[]> {
    return hexes(await inclusionProof(this.#source, index, size));
  }

  #tile({ level, index, width }: TileCoordinate): Uint8Array {
    const hashes = this.#tiles.get(`${level}/${index}`);
    if (hashes === undefined) throw new RangeError(`no tile ${level}/${index}`);
    return hashes.subarray(0, width * 32);
  }
}

function hexes(hashes: Hash[]): Hex[] {
  return hashes.map((hash) => bytesToHex(hash));
}
