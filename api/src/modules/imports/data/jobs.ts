import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { Author } from '../../auth/auth.public.ts';
import { FIELDS, type Fields } from '../rules/columns.ts';
import { FORMATS, isEnded, STATES } from '../rules/job.ts';
import type { ImportFile } from '../rules/read-import.ts';

const COLUMNS = `id, org_id, actor_id, state, file_name, format, columns, defaults, dry_run, all_or_nothing,
  total, handled, accepted, done, refused, created_at, started_at, finished_at`;

const instant = z.date().transform((date) => date.getTime());
const fields = z.partialRecord(z.enum(FIELDS), z.string());

const jobRow = z
  .object({
    id: z.uuid(),
    org_id: z.uuid(),
    actor_id: z.uuid(),
    state: z.enum(STATES),
    file_name: z.string(),
    format: z.enum(FORMATS),
    columns: z.record(z.string(), z.string()),
    defaults: fields,
    dry_run: z.boolean(),
    all_or_nothing: z.boolean(),
    total: z.int(),
    handled: z.int(),
    accepted: z.int(),
    done: z.int(),
    refused: z.int(),
    created_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
  })
  .transform((row) => ({
    id: row.id,
    organizationId: row.org_id,
    actorId: row.actor_id,
    state: row.state,
    fileName: row.file_name,
    format: row.format,
    /** The name in the file of each field that it has. */
    columns: row.columns,
    defaults: row.defaults,
    dryRun: row.dry_run,
    allOrNothing: row.all_or_nothing,
    total: row.total,
    handled: row.handled,
    accepted: row.accepted,
    done: row.done,
    refused: row.refused,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }));

/** An import whose file has come in; times in Unix milliseconds. */
export type Job = z.output<typeof jobRow>;

const idRow = z.object({ id: z.uuid() });

/** Begins to receive a file; until {@link queueJob} nobody is shown the job. */
export async function insertJob(
  tx: Tx,
  { organizationId, actorId }: Author,
  fileName: string,
  { format, columns }: ImportFile,
): Promise<string> {
  const row = await tx.row(
    idRow,
    `INSERT INTO imports.job (org_id, actor_id, file_name, format, columns)
     VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [organizationId, actorId, fileName, format, JSON.stringify(columns)],
  );
  if (row === undefined) throw new TypeError('INSERT … RETURNING returned no row');
  return row.id;
}

/** The file is here: the job waits for a worker. */
export async function queueJob(
  tx: Tx,
  id: string,
  { defaults, ...job }: { defaults: Fields; dryRun: boolean; allOrNothing: boolean; total: number },
): Promise<void> {
  await tx.execute(
    `UPDATE imports.job SET state = 'QUEUED', defaults = $2, dry_run = $3, all_or_nothing = $4, total = $5
     WHERE id = $1`,
    [id, JSON.stringify(defaults), job.dryRun, job.allOrNothing, job.total],
  );
}

/** Deletes a job that is still receiving, with its rows; any other stays as it is. */
export async function discardJob(tx: Tx, id: string): Promise<void> {
  await tx.execute(`DELETE FROM imports.job WHERE id = $1 AND state = 'RECEIVING'`, [id]);
}

/** A job of the transaction's organisation. */
export async function findJob(tx: Tx, id: string): Promise<Job | undefined> {
  const sql = `SELECT ${COLUMNS} FROM imports.job WHERE id = $1 AND state <> 'RECEIVING'`;
  return tx.row(jobRow, sql, [id]);
}

/** Jobs of the transaction's organisation before an id, newest first. */
export async function listJobs(tx: Tx, before: string, limit: number): Promise<Job[]> {
  return tx.rows(
    jobRow,
    `SELECT ${COLUMNS} FROM imports.job WHERE id < $1 AND state <> 'RECEIVING' ORDER BY id DESC LIMIT $2`,
    [before, limit],
  );
}

const countRow = z.object({ count: z.int() });

export async function countJobs(tx: Tx): Promise<number> {
  const sql = `SELECT count(*) FROM imports.job WHERE state <> 'RECEIVING'`;
  return (await tx.row(countRow, sql))?.count ?? 0;
}

/**
 * Locks an unfinished job until the transaction ends. Undefined when there is none, and when another
 * transaction has it: `wait` says whether to wait for that one.
 */
export async function lockJob(
  tx: Tx,
  id: string,
  { wait }: { wait: boolean },
): Promise<Job | undefined> {
  return tx.row(
    jobRow,
    `SELECT ${COLUMNS} FROM imports.job WHERE id = $1 AND state <> 'RECEIVING' AND finished_at IS NULL
     FOR UPDATE ${wait ? '' : 'SKIP LOCKED'}`,
    [id],
  );
}

/** Writes how far a locked job is; entering its first or last state dates it. */
export async function updateJob(tx: Tx, job: Job): Promise<void> {
  await tx.execute(
    `UPDATE imports.job SET state = $2, handled = $3, accepted = $4, done = $5, refused = $6,
       started_at = CASE WHEN $2 <> 'CANCELLED' THEN coalesce(started_at, now()) ELSE started_at END,
       finished_at = CASE WHEN $7 THEN now() END
     WHERE id = $1`,
    [job.id, job.state, job.handled, job.accepted, job.done, job.refused, isEnded(job.state)],
  );
}

const unfinishedRow = z.object({ id: z.uuid(), org_id: z.uuid() });

/** Unfinished jobs of all organisations, or the one with this id, and whose they are. */
export async function unfinishedJobs(
  tx: Tx,
  id?: string,
): Promise<{ id: string; organizationId: string }[]> {
  const sql = 'SELECT id, org_id FROM imports.unfinished($1)';
  const rows = await tx.rows(unfinishedRow, sql, [id ?? null]);
  return rows.map((row) => ({ id: row.id, organizationId: row.org_id }));
}
