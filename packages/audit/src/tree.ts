import {
  appendLeaves,
  EMPTY_EDGE,
  EMPTY_ROOT,
  edgeRoot,
  type Edge,
  type Hash,
  type Tile,
} from '@luna/tlog';

/** Leaves hashed in one go: one node hash a leaf, and little to copy. */
const CHUNK = 4_096;

/**
 * Builds the tree anew from its leaves and keeps the roots at the sizes that somebody has vouched
 * for. Every tile is handed over once, when it is full, or at the end.
 */
export class TreeReplay {
  readonly roots = new Map<number, Hash>([[0, EMPTY_ROOT]]);
  readonly #sizes: number[];
  readonly #onTile: (tile: Tile) => void;
  #edge: Edge = EMPTY_EDGE;
  #waiting: Hash[] = [];
  #partial = new Map<number, Tile>();

  constructor(sizes: Iterable<number>, onTile: (tile: Tile) => void) {
    this.#sizes = [...new Set(sizes)].filter((size) => size > 0).sort((a, b) => b - a);
    this.#onTile = onTile;
  }

  get size(): number {
    return this.#edge.size + this.#waiting.length;
  }

  add(leaf: Hash): void {
    this.#waiting.push(leaf);
    const wanted = this.#sizes.at(-1) === this.size;
    if (wanted || this.#waiting.length === CHUNK) this.#flush();
    if (wanted) this.roots.set(this.size, edgeRoot(this.#edge));
    while ((this.#sizes.at(-1) ?? Infinity) <= this.size) this.#sizes.pop();
  }

  /** Ends the tree: its root, after the last tiles have been handed over. */
  end(): Hash {
    this.#flush();
    for (const tile of this.#partial.values()) this.#onTile(tile);
    const root = edgeRoot(this.#edge);
    this.roots.set(this.size, root);
    return root;
  }

  #flush(): void {
    const { edge, tiles } = appendLeaves(this.#edge, this.#waiting);
    this.#edge = edge;
    this.#waiting = [];
    for (const tile of tiles) {
      if (tile.hashes.length === 8_192) {
        this.#partial.delete(tile.level);
        this.#onTile(tile);
      } else this.#partial.set(tile.level, tile);
    }
  }
}
