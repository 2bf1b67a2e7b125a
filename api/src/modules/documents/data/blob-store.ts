/**
 * Where documents are kept that are not for everybody, each once under its SHA-256 (lowercase hex),
 * however many companies have it. Errors: CONTENT_UNAVAILABLE (retryable), CONTENT_CORRUPT.
 */
export interface BlobStore {
  /**
   * Keeps bytes and returns when they would survive a crash. Writes whether they are there already or
   * not: how long it takes must not tell one company what another has.
   */
  put(sha256: string, bytes: Uint8Array): Promise<void>;

  /** The bytes, hashed before they are returned. */
  get(sha256: string): Promise<Uint8Array>;

  /**
   * Deletes blobs written before this time (Unix milliseconds) that nobody names, as `unnamed` tells
   * of some digests, and says how many. One that is put meanwhile stays.
   */
  sweep(
    before: number,
    unnamed: (sha256: readonly string[]) => Promise<readonly string[]>,
  ): Promise<number>;
}

/** Injection token of the {@link BlobStore}. */
export const BLOB_STORE = Symbol('BlobStore');
