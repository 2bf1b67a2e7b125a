import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { expectedRows } from './expected-rows.ts';
import { conditions, LAST_ID, type PassportFilter } from './passport-filter.ts';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { countMatches, readMatches } from './search-passports.ts';

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

export type Total = { total: number; totalIsEstimate: boolean };

/** Up to this many passports are counted. */
const EXACT_UP_TO = 10_000;
const countRow = z.object({ counted: bigint });

/**
 * How many passports fit a filter: exact up to 10,000, beyond that what the planner expects. Of a text
 * that finds more than 10,000 by itself it is at least so many, or what the other fields leave.
 */
export async function countPassports(tx: Tx, { q, ...filter }: PassportFilter): Promise<Total> {
  await planEachTime(tx);
  if (q === undefined) return countFiltered(tx, filter);
  const counted = await countMatches(tx, q, filter, EXACT_UP_TO);
  if (counted !== undefined) return { total: counted, totalIsEstimate: false };
  const { total } = await countFiltered(tx, filter);
  return { total: Math.min(total, EXACT_UP_TO), totalIsEstimate: true };
}

async function countFiltered(tx: Tx, filter: PassportFilter): Promise<Total> {
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
