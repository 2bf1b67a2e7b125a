import type { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import type { Author } from '../../auth/auth.public.ts';
import { insertRows } from '../data/rows.ts';
import type { ReadRow } from '../rules/read-import.ts';

/** Rows kept in one transaction; as many are in memory. */
const AT_ONCE = 1_000;
export const MOST_ROWS = 1_000_000;

/**
 * Keeps the rows of a file while they come in, in short transactions, because a slow sender may take
 * minutes; tells how many. Throws IMPORT_TOO_MANY_ROWS, FILE_EMPTY, and what reading them throws.
 */
export async function stageRows(
  database: Database,
  author: Author,
  jobId: string,
  rows: AsyncIterable<ReadRow>,
): Promise<number> {
  let total = 0;
  let batch: ReadRow[] = [];
  const keep = async () => {
    await database.tx(author, (tx) => insertRows(tx, jobId, total + 1, batch));
    total += batch.length;
    batch = [];
  };
  for await (const row of rows) {
    if (total + batch.length === MOST_ROWS) throw tooMany();
    batch.push(row);
    if (batch.length === AT_ONCE) await keep();
  }
  if (batch.length > 0) await keep();
  if (total === 0) throw new LunaError('FILE_EMPTY', 'The file names no device.');
  return total;
}

function tooMany(): LunaError {
  const message = `A file may have ${MOST_ROWS.toLocaleString('en')} rows. Split it.`;
  return new LunaError('IMPORT_TOO_MANY_ROWS', message);
}
