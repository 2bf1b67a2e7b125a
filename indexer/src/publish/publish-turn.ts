import { newestAnchor } from '@luna/chain';
import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import type { Leadership } from '../leader.ts';
import type { PublishTo } from './public-documents.ts';
import { recordManifest, storeBlocks, unpublished } from './publish.ts';

export type PublishOptions = PublishTo & {
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
  const { size, previous } = publication;
  const from = previous?.size ?? 0;
  if (!(await database.tx({}, (tx) => isWorthAnchoring(tx, from, size)))) return undefined;
  const cid = await storeBlocks(options, publication);
  await recordManifest(database, leadership, store, publication, cid);
  return publication.size;
}

const DAILY = '24 hours';

/**
 * Whether these new entries call for an anchor: entries of `audit:` streams alone ride along with
 * others, daily at the latest (ledger.md §5).
 */
async function isWorthAnchoring(tx: Tx, from: number, size: number): Promise<boolean> {
  const row = await tx.row(
    z.object({ worth: z.boolean() }),
    `SELECT EXISTS (
       SELECT FROM log.leaf l JOIN ledger.event e USING (stream, position)
       WHERE l.leaf_index >= $1 AND l.leaf_index < $2
         AND (e.kind <> 'audit.acted' OR e.recorded_at <
           extract(epoch FROM clock_timestamp() - $3::interval) * 1000)) AS worth`,
    [from, size, DAILY],
  );
  return row?.worth === true;
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
