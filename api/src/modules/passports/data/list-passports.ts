import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { expectedRows } from './expected-rows.ts';
import { conditions, LAST_ID, type PassportFilter } from './passport-filter.ts';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { countMatches, EXACT_UP_TO, readMatches, type Total } from './search-passports.ts';


/**
 * Passports of the transaction's organisation that fit a filter, newest first, those before the UUID
 * `before`. Ids come from the index alone; only what is shown is read.
 */
export async function readPage(
  tx: Tx,
  { q, ...filter }: PassportFilter,
  { before = LAST_ID, limit }: { before?: string | undefined; limit: number },
): Promise<Passport[]> {
  await planEachTime(tx);
  if (q !== undefined) return readMatches(tx, q, filter, { before, limit });
  const { sql, values } = conditions(filter, 3);
  return tx.rows(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM (
       SELECT p.id FROM passports.passport p WHERE p.id < $1${sql} ORDER BY p.id DESC LIMIT $2) page
     JOIN passports.passport p USING (id) ORDER BY p.id DESC`,
    [before, limit, ...values],
  );
}

const countRow = z.object({ counted: bigint });

/** How many passports fit a filter: exact up to 10,000, beyond that what the planner expects. */
export async function countPassports(
  tx: Tx,
  { q, ...filter }: PassportFilter,
): Promise<Total> {
  await planEachTime(tx);
  if (q !== undefined) return countMatches(tx, q, filter);
  const { sql, values } = conditions(filter, 2);
  const row = await tx.row(
    countRow,
    `SELECT count(*) AS counted FROM (SELECT FROM passports.passport p WHERE true${sql} LIMIT $1) few`,
    [EXACT_UP_TO + 1, ...values],
  );
  const counted = row?.counted ?? 0;
  if (counted <= EXACT_UP_TO) return { total: counted, totalIsEstimate: false };
  return { total: Math.max(counted, await expectedRows(tx, filter)), totalIsEstimate: true };
}

/**
 * Values decide which index is best: of a company nobody has, a plan for any company would read every
 * passport.
 */
async function planEachTime(tx: Tx): Promise<void> {
  await tx.execute('SET LOCAL plan_cache_mode = force_custom_plan');
}
