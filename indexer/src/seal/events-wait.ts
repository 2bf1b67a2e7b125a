import type { Tx } from '@luna/database';
import { z } from 'zod';
import { SYSTEM_IDENTIFIER } from './log-head.ts';
import { pastCursor } from './seal-batch.ts';

/** The order makes the planner take the index; an EXISTS would drop it and scan the whole table. */
const LOOK = `SELECT h.system_identifier <> ${SYSTEM_IDENTIFIER} OR (
    SELECT e.xid FROM ledger.event e WHERE ${pastCursor('h.cursor_xid', 'h.cursor_id')}
    ORDER BY e.xid, e.id LIMIT 1) IS NOT NULL AS waiting
  FROM log.head h`;

const lookRow = z.object({ waiting: z.boolean() });

/**
 * Whether a batch would find something: an event past the cursor, or a cursor of another server,
 * which only the anti-join can judge. Reads one index entry and takes no transaction id, so that a
 * sealer with nothing to do writes nothing.
 */
export async function eventsWait(tx: Tx): Promise<boolean> {
  // Without a head there is no log; the batch says so.
  return (await tx.row(lookRow, LOOK))?.waiting ?? true;
}
