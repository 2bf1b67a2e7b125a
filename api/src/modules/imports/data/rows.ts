import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { FIELDS, type Fields } from '../rules/columns.ts';
import { OUTCOMES, type Outcome } from '../rules/job.ts';
import type { ReadRow } from '../rules/read-import.ts';
import type { Refusal } from '../rules/refusal.ts';

/** A row that may still become a passport; `number` counts the rows of the file from 1. */
export type OpenRow = { number: number; outcome: Outcome; fields: Fields };

/** What became of a row. */
export type RowOutcome = { number: number } & (
  | { outcome: 'accepted' }
  | { outcome: 'done'; passport: string }
  | { outcome: 'refused'; refusal: Refusal }
);

/** Keeps rows of a file, numbered from `first`. */
export async function insertRows(
  tx: Tx,
  jobId: string,
  first: number,
  rows: readonly ReadRow[],
): Promise<void> {
  await tx.execute(
    `INSERT INTO imports.row (job_id, number, line, fields, outcome, refusal, refused_column, reason)
     SELECT $1, $2 + o - 1, line, fields::jsonb, CASE WHEN refusal IS NULL THEN 'pending' ELSE 'refused' END,
       refusal, refused_column, reason
     FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::text[])
       WITH ORDINALITY AS u (line, fields, refusal, refused_column, reason, o)`,
    [
      jobId,
      first,
      rows.map(({ line }) => line),
      rows.map(({ fields }) => JSON.stringify(fields)),
      rows.map(({ refusal }) => refusal?.code ?? null),
      rows.map(({ refusal }) => refusal?.column ?? null),
      rows.map(({ refusal }) => refusal?.reason ?? null),
    ],
  );
}

/**
 * Refuses each row that names the device of an earlier one, by manufacturer and serial number, GTIN and
 * serial number, or GIAI: a mistake of the file, whatever else the rows say.
 */
export async function refuseRepeated(
  tx: Tx,
  jobId: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  await tx.execute(
    `WITH device AS (
       SELECT number, line, fields ->> 'manufacturer' AS manufacturer, fields ->> 'serialNumber' AS serial,
         fields ->> 'gtin' AS gtin, fields ->> 'giai' AS giai
       FROM imports.row WHERE job_id = $1),
     named AS (
       SELECT number, line, 'serialNumber' AS field, manufacturer || E'\\n' || serial AS name FROM device
       UNION ALL SELECT number, line, 'gtin', gtin || E'\\n' || serial FROM device
       UNION ALL SELECT number, line, 'giai', giai FROM device),
     seen AS (
       SELECT number, field, first_value(line) OVER w AS first, row_number() OVER w AS nth FROM named
       WHERE name IS NOT NULL WINDOW w AS (PARTITION BY field, name ORDER BY number)),
     repeated AS (
       SELECT DISTINCT ON (number) number, field, first FROM seen WHERE nth > 1 ORDER BY number, field DESC)
     UPDATE imports.row r SET outcome = 'refused', refusal = 'DEVICE_REPEATED',
       refused_column = coalesce($2::jsonb ->> d.field, d.field),
       reason = format('This is the device of line %s again.', d.first)
     FROM repeated d WHERE r.job_id = $1 AND r.number = d.number AND r.outcome = 'pending'`,
    [jobId, JSON.stringify(columns)],
  );
}

const countRow = z.object({ count: bigint });

export async function countRefused(tx: Tx, jobId: string): Promise<number> {
  const sql = `SELECT count(*) FROM imports.row WHERE job_id = $1 AND outcome = 'refused'`;
  return (await tx.row(countRow, sql, [jobId]))?.count ?? 0;
}

const openRow = z.object({
  number: z.int(),
  outcome: z.enum(OUTCOMES),
  fields: z.partialRecord(z.enum(FIELDS), z.string()),
});

/** Rows after a number, up to and with another, that are not refused. */
export async function readOpenRows(
  tx: Tx,
  jobId: string,
  { after, upTo }: { after: number; upTo: number },
): Promise<OpenRow[]> {
  return tx.rows(
    openRow,
    `SELECT number, outcome, fields FROM imports.row
     WHERE job_id = $1 AND number > $2 AND number <= $3 AND outcome <> 'refused' ORDER BY number`,
    [jobId, after, upTo],
  );
}

/** Writes what became of rows. */
export async function writeOutcomes(
  tx: Tx,
  jobId: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  const refusals = outcomes.map((row) => (row.outcome === 'refused' ? row.refusal : undefined));
  await tx.execute(
    `UPDATE imports.row r SET outcome = u.outcome, passport_code = u.passport, refusal = u.refusal,
       refused_column = u.refused_column, reason = u.reason
     FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS u (number, outcome, passport, refusal, refused_column, reason)
     WHERE r.job_id = $1 AND r.number = u.number`,
    [
      jobId,
      outcomes.map(({ number }) => number),
      outcomes.map(({ outcome }) => outcome),
      outcomes.map((row) => (row.outcome === 'done' ? row.passport : null)),
      refusals.map((refusal) => refusal?.code ?? null),
      refusals.map((refusal) => refusal?.column ?? null),
      refusals.map((refusal) => refusal?.reason ?? null),
    ],
  );
}

const shownRow = z
  .object({
    number: z.int(),
    line: z.int(),
    outcome: z.enum(OUTCOMES),
    passport_code: z.string().nullable(),
    refusal: z.string().nullable(),
    refused_column: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .transform(({ passport_code, refusal, refused_column, ...row }) => ({
    ...row,
    passport: passport_code,
    code: refusal,
    column: refused_column,
  }));

/** A row and what became of it. */
export type ShownRow = z.output<typeof shownRow>;

/** Rows of a job after a number, in the order of the file; of one outcome if one is given. */
export async function listRows(
  tx: Tx,
  jobId: string,
  { after, limit, outcome }: { after: number; limit: number; outcome: Outcome | undefined },
): Promise<ShownRow[]> {
  // As a literal: by a parameter the planner would not find the index of refusals.
  const only = outcome === undefined ? '' : `AND outcome = '${outcome}'`;
  return tx.rows(
    shownRow,
    `SELECT number, line, outcome, passport_code, refusal, refused_column, reason FROM imports.row
     WHERE job_id = $1 AND number > $2 ${only} ORDER BY number LIMIT $3`,
    [jobId, after, limit],
  );
}

/**
 * Deletes, of all organisations, what came in of files that were broken off, and at most `limit` rows of
 * jobs that ended more than 7 days ago; tells how many of these.
 */
export async function deleteExpiredRows(tx: Tx, limit: number): Promise<number> {
  const sql = 'SELECT imports.delete_expired_rows($1) AS count';
  return (await tx.row(countRow, sql, [limit]))?.count ?? 0;
}
