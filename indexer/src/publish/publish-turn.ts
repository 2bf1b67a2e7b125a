import { newestAnchor } from '@luna/chain';
import type { ContentStore } from '@luna/content';
import { bigint, type Database, type Tx } from '@luna/database';
import { z } from 'zod';
import type { Leadership } from '../leader.ts';
import { recordManifest, storeBlocks, unpublished } from './publish.ts';

export type PublishOptions = {
  database: Database;
  store: ContentStore;
  chainId: number;
  /** Least time between two publications, in ms. */
  intervalMs: number;
};

/**
 * Publishes the newest checkpoint when there is something new, the interval is over, and the last
 * publication's anchor is final. Returns the size published.
 */
export async function publishTurn(
  options: PublishOptions,
  leadership: Leadership,
): Promise<number | undefined> {
  const { database, store } = options;
  const publication = await database.tx({}, async (tx) =>
    (await mayPublish(tx, options)) ? unpublished(tx) : undefined,
  );
  if (!publication) return undefined;
  const cid = await storeBlocks(database, store, publication);
  await recordManifest(database, leadership, store, publication, cid);
  return publication.size;
}

const lastRow = z.object({ size: bigint, age_ms: z.coerce.number() });

async function mayPublish(tx: Tx, { chainId, intervalMs }: PublishOptions): Promise<boolean> {
  const last = await tx.row(
    lastRow,
    `SELECT size, extract(epoch FROM now() - published_at) * 1000 AS age_ms
     FROM log.manifest ORDER BY size DESC LIMIT 1`,
  );
  if (!last) return true;
  const anchor = await newestAnchor(tx, chainId);
  return last.age_ms >= intervalMs && anchor?.finalised === true && anchor.size >= last.size;
}
