import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

const newestRow = z.object({ list: z.int() });
const freeRow = z.object({ index: z.int() });

/**
 * A free place in a status list of the transaction's organisation: the first free one of these random
 * indexes in its newest list, or in the next when all are taken. A full list thus ends a little early,
 * and nobody counts.
 */
export async function freePlace(
  tx: Tx,
  indexes: readonly [number, ...number[]],
): Promise<{ list: number; index: number }> {
  const newest = await tx.row(
    newestRow,
    'SELECT coalesce(max(status_list), 1) AS list FROM credentials.publication',
  );
  const list = newest?.list ?? 1;
  const free = await tx.row(
    freeRow,
    `SELECT u.index FROM unnest($2::integer[]) AS u (index)
     WHERE NOT EXISTS (SELECT FROM credentials.publication p
       WHERE p.status_list = $1 AND p.status_index = u.index) LIMIT 1`,
    [list, indexes],
  );
  return free === undefined ? { list: list + 1, index: indexes[0] } : { list, index: free.index };
}

const statusRow = z.object({
  known: z.boolean(),
  revoked: z.array(bigint),
  changed_at: z.date().nullable(),
});

/** A list as it stands: the indexes revoked, and when the last one was (Unix ms). */
export type StatusList = { revoked: number[]; changedAt: number | undefined };

/** One of an organisation's lists; undefined when nothing was ever put into it. In any context. */
export async function readStatusList(
  tx: Tx,
  organizationId: string,
  list: number,
): Promise<StatusList | undefined> {
  const row = await tx.row(
    statusRow,
    `SELECT EXISTS (SELECT FROM credentials.public_publication p
         WHERE p.org_id = $1 AND p.status_list = $2) AS known,
       coalesce(array_agg(r.status_index), '{}') AS revoked, max(r.revoked_at) AS changed_at
     FROM credentials.public_publication r
     WHERE r.org_id = $1 AND r.status_list = $2 AND r.revoked_at IS NOT NULL`,
    [organizationId, list],
  );
  if (row?.known !== true) return undefined;
  return { revoked: row.revoked, changedAt: row.changed_at?.getTime() };
}
