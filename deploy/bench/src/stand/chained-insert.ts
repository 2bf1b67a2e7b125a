import { bytea, type Tx } from '@luna/database';
import { sha256 } from '@luna/tlog';
import { z } from 'zod';

import { insertPlain, type PlainRow } from './plain-tables.ts';

const headRow = z.object({ leaf_hash: bytea });

/**
 * What Luna does not do: every event is linked to the one before it in the whole ledger, so each
 * writer holds the one head row until its commit is on disk.
 */
export async function chainedInsert(tx: Tx, row: PlainRow): Promise<void> {
  const head = await tx.row(headRow, 'SELECT leaf_hash FROM chained.head FOR UPDATE', []);
  if (head === undefined) throw new RangeError('chained.head has no row');
  const leafHash = sha256(head.leaf_hash, row.entry);
  await insertPlain(tx, { ...row, leafHash }, 'chained');
  await tx.execute('UPDATE chained.head SET leaf_hash = $1', [leafHash]);
}
