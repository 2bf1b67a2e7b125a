import { z } from 'zod';
import { bytea, type Tx } from './tx.ts';

const entryRow = z.object({ entry: bytea });

/**
 * The entries with leaf indexes `from` to `from + count - 1`, 146 bytes each, in order. They are read
 * from the events themselves: there is no second copy that could differ.
 * @throws RangeError when the log does not hold them all
 */
export async function logEntries(tx: Tx, from: number, count: number): Promise<Uint8Array[]> {
  const rows = await tx.rows(
    entryRow,
    `SELECT e.entry FROM log.leaf l JOIN ledger.event e USING (stream, position)
     WHERE l.leaf_index >= $1 AND l.leaf_index < $2 ORDER BY l.leaf_index`,
    [from, from + count],
  );
  if (rows.length !== count) {
    throw new RangeError(
      `entries ${from} to ${from + count - 1}: ${rows.length} of ${count} found`,
    );
  }
  return rows.map((row) => row.entry);
}
