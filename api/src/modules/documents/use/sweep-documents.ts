import type { Database } from '@luna/database';
import type { BlobStore } from '../data/blob-store.ts';
import { unnamedBlobs } from '../data/documents.ts';

/** How long a file may be there before the transaction that names it; an upload takes seconds. */
const KEEP_MS = 7 * 24 * 60 * 60_000;

/**
 * Deletes restricted files that no document has named for 7 days: left by a crash, or public by now.
 * Tells how many. What is on IPFS stays.
 */
export function sweepDocuments(database: Database, blobs: BlobStore, now: number): Promise<number> {
  return blobs.sweep(now - KEEP_MS, async (sha256) =>
    sha256.length === 0 ? [] : database.tx({}, (tx) => unnamedBlobs(tx, sha256)),
  );
}
