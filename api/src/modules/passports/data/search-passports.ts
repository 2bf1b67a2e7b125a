import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { expectedMatches, expectedRows } from './expected-rows.ts';
import { conditions, LAST_ID, type PassportFilter } from './passport-filter.ts';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';

type PageOf = { before: string; limit: number };

/** Passports that are looked through before anything is looked up. */
const NEAR = 5_000;

/**
 * Passports of the transaction's organisation that a text finds and that fit a filter, newest first.
 *
 * The index of words knows no order: whatever it finds has to be found whole and sorted. So what many
 * passports say is looked for among the next few thousand, and only what these do not have is looked
 * up, along the shorter of two lists: of what fits the filter, or of what the text finds.
 */
export async function readMatches(
  tx: Tx,
  q: string,
  filter: PassportFilter,
  page: PageOf,
): Promise<Passport[]> {
  const near = await lookThrough(tx, q, filter, page, NEAR);
  if (near.length === page.limit) return near;
  const isShorter = (await expectedRows(tx, filter)) < (await expectedMatches(tx, q));
  return isShorter ? lookThrough(tx, q, filter, page, null) : lookUp(tx, q, filter, page);
}

/** Reads the words of the next `most` passports that fit the filter, or of all. */
function lookThrough(
  tx: Tx,
  q: string,
  filter: PassportFilter,
  { before, limit }: PageOf,
  most: number | null,
): Promise<Passport[]> {
  const { sql, values } = conditions(filter, 5);
  // OFFSET 0, here and below: one passport after the other, because few of them fill the page.
  return tx.rows(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM (
       SELECT next.id FROM (
         SELECT p.id FROM passports.passport p WHERE p.id < $1${sql} ORDER BY p.id DESC LIMIT $4) next
       JOIN LATERAL (SELECT s.words FROM passports.search s WHERE s.id = next.id OFFSET 0) s
         ON s.words @@ passports.search_query($3)
       ORDER BY next.id DESC LIMIT $2) page
     JOIN passports.passport p USING (id) ORDER BY p.id DESC`,
    [before, limit, q, most, ...values],
  );
}

/** Finds everything the text finds, and of that, newest first, what fits the filter. */
function lookUp(
  tx: Tx,
  q: string,
  filter: PassportFilter,
  { before, limit }: PageOf,
): Promise<Passport[]> {
  const { sql, values } = conditions(filter, 4);
  return tx.rows(
    passportRow,
    `SELECT p.* FROM (SELECT id FROM passports.matching($3, $1, NULL) id ORDER BY id DESC) found
     JOIN LATERAL (
       SELECT ${PASSPORT_COLUMNS} FROM passports.passport p WHERE p.id = found.id${sql} OFFSET 0) p ON true
     ORDER BY found.id DESC LIMIT $2`,
    [before, limit, q, ...values],
  );
}

const countRow = z.object({ counted: bigint });

/**
 * How many passports a text finds and a filter lets through. Undefined when the text alone finds more
 * than `most`: then it is not known.
 */
export async function countMatches(
  tx: Tx,
  q: string,
  filter: PassportFilter,
  most: number,
): Promise<number | undefined> {
  const found = 'SELECT id FROM passports.matching($1, $2, $3) id';
  const all = [q, LAST_ID, most + 1];
  const matching = await tx.row(countRow, `SELECT count(*) AS counted FROM (${found}) found`, all);
  if (matching === undefined || matching.counted > most) return undefined;
  const { sql, values } = conditions(filter, 4);
  if (sql === '') return matching.counted;
  const fitting = await tx.row(
    countRow,
    `SELECT count(*) AS counted FROM (${found}) found JOIN passports.passport p USING (id) WHERE true${sql}`,
    [...all, ...values],
  );
  return fitting?.counted;
}
