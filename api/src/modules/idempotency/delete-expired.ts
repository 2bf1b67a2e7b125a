import type { Tx } from '@luna/database';

/**
 * Deletes idempotency keys that are older than 24 hours, those of the transaction's organisation,
 * at most `limit`; tells how many.
 */
export async function deleteExpiredRequests(tx: Tx, limit: number): Promise<number> {
  return tx.execute(
    `DELETE FROM ledger.request r USING (
       SELECT org_id, actor_id, route, key FROM ledger.request
       WHERE created_at < now() - interval '24 hours' ORDER BY created_at LIMIT $1
     ) old
     WHERE (r.org_id, r.actor_id, r.route, r.key) = (old.org_id, old.actor_id, old.route, old.key)`,
    [limit],
  );
}
