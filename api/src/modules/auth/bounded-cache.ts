/**
 * A map of at most `size` entries, each good until its time; the one unused the longest makes way.
 * Times are Unix milliseconds and come from the caller.
 */
export class BoundedCache<V> {
  readonly #size: number;
  readonly #entries = new Map<string, { value: V; until: number }>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string, now: number): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.until <= now) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, until: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#size) break;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
