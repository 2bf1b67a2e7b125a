import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

/** Deletes idempotency keys of all organisations that are older than 24 hours, at most `limit`; tells how many. */
export async function deleteExpiredRequests(tx: Tx, limit: number): Promise<number> {
  const row = await tx.row(
    z.object({ deleted: bigint }),
    'SELECT ledger.delete_expired_requests($1) AS deleted',
    [limit],
  );
  return row?.deleted ?? 0;
}
