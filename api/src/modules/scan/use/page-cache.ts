/** What is kept of a device: made at a version, and how many bytes it holds on to. */
type Kept<P> = { version: string; page: Promise<P>; bytes: number };

/**
 * Pages by device, each good for one version and never for a time. The one unused the longest makes
 * way when all together hold more than `capacity` bytes.
 */
export class PageCache<P extends { bytes: number }> {
  readonly #capacity: number;
  readonly #kept = new Map<string, Kept<P>>();
  #bytes = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The page kept for this version, or a new one; whoever asks while it is made waits for the same. */
  get(key: string, version: string, make: () => Promise<P>): Promise<P> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#forget(key, kept);
      if (kept.version === version) return this.#keep(key, kept);
    }
    const made: Kept<P> = { version, page: make(), bytes: 0 };
    made.page.then(
      ({ bytes }) => {
        if (this.#kept.get(key) !== made) return;
        made.bytes = bytes;
        this.#bytes += bytes;
        this.#makeRoom();
      },
      () => this.#forget(key, made),
    );
    return this.#keep(key, made);
  }

  #keep(key: string, kept: Kept<P>): Promise<P> {
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
    return kept.page;
  }

  #forget(key: string, kept: Kept<P>): void {
    if (this.#kept.get(key) !== kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }

  #makeRoom(): void {
    for (const [key, kept] of this.#kept) {
      if (this.#bytes <= this.#capacity) return;
      this.#forget(key, kept);
    }
  }
}
