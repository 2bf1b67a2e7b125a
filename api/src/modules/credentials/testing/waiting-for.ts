import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

const countRow = z.object({ n: bigint });

/** How many sessions of this database wait for a lock of this kind. */
export async function waitingFor(tx: Tx, lock: 'advisory' | 'transactionid'): Promise<number> {
  // A transaction sees everybody's state as it was when it first looked.
  await tx.query('SELECT pg_stat_clear_snapshot()');
  const row = await tx.row(
    countRow,
    `SELECT count(*) AS n FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = $1`,
    [lock],
  );
  return row?.n ?? 0;
}
