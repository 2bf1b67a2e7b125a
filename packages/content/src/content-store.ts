import type { BlockCodec } from './manifest/block.ts';

/**
 * Where published blocks are kept. Every CID is a CIDv1 with sha2-256 in base32 and depends on the
 * bytes alone, so each implementation gives the same one. All errors are `LunaError`:
 * `BLOCK_TOO_LARGE`, `CID_INVALID`, `CONTENT_NOT_FOUND` (retryable: it may be on its way),
 * `CONTENT_CORRUPT` (other bytes than the hash says), `CONTENT_UNAVAILABLE` (retryable),
 * `CONTENT_CLOSED`.
 */
export interface ContentStore {
  /** Stores one block of at most 1 MiB and returns when it would survive a crash. Twice is once. */
  put(bytes: Uint8Array, codec: BlockCodec): Promise<string>;

  /** Stores a file of any size as UnixFS (profile `unixfs-v1-2025`) and returns its root's CID. */
  addFile(bytes: Uint8Array): Promise<string>;

  /** One block, hashed before it is returned. */
  get(cid: string): Promise<Uint8Array>;

  /**
   * Protects blocks that are here already from garbage collection: raw blocks and files whole,
   * dag-cbor blocks alone (a manifest links all of history, which is pinned link by link).
   */
  pin(cids: readonly string[]): Promise<void>;

  /** Whether this node has the block itself. */
  has(cid: string): Promise<boolean>;

  /** Ends requests that are under way; later calls fail with CONTENT_CLOSED. */
  close(): Promise<void>;
}
