import type { Tx } from '@luna/database';
import { z } from 'zod';
import { ERROR_BEHAVIOURS, type ErrorBehaviour } from '../rules/error-behaviour.ts';

/** Why an event, or its part about one passport, was not captured. */
export const captureError = z.object({
  type: z.string().meta({ example: 'epcisException:ValidationException' }),
  title: z.string().meta({ example: 'Not captured' }),
  status: z.int().meta({ example: 409 }),
  detail: z.string().meta({ example: 'The status cannot go from RETIRED to IN_SERVICE.' }),
  code: z.string().meta({ example: 'ILLEGAL_STATUS_EDGE' }),
  pointer: z.string().meta({ example: '/epcisBody/eventList/0' }),
  passport: z.string().nullable(),
});
export type CaptureError = z.infer<typeof captureError>;

const jobRow = z
  .object({
    id: z.uuid(),
    error_behaviour: z.enum(ERROR_BEHAVIOURS),
    captured: z.int(),
    repeated: z.int(),
    errors: z.array(captureError),
    created_at: z.date(),
    finished_at: z.date(),
  })
  .transform(({ error_behaviour, created_at, finished_at, ...row }) => ({
    ...row,
    errorBehaviour: error_behaviour,
    createdAt: created_at.toISOString(),
    finishedAt: finished_at.toISOString(),
  }));

/** What became of a capture; `captured` and `repeated` count events by the passports they are about. */
export type CaptureJob = z.output<typeof jobRow>;

export type NewCaptureJob = {
  organizationId: string;
  actorId: string;
  errorBehaviour: ErrorBehaviour;
  captured: number;
  repeated: number;
  errors: readonly CaptureError[];
  createdAt: Date;
  finishedAt: Date;
};

/** Tells its id. */
export async function insertJob(tx: Tx, job: NewCaptureJob): Promise<string> {
  const row = await tx.row(
    z.object({ id: z.uuid() }),
    `INSERT INTO exchange.capture_job (org_id, actor_id, error_behaviour, captured, repeated, errors, created_at, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      job.organizationId,
      job.actorId,
      job.errorBehaviour,
      job.captured,
      job.repeated,
      JSON.stringify(job.errors),
      job.createdAt,
      job.finishedAt,
    ],
  );
  if (row === undefined) throw new TypeError('the job was not inserted');
  return row.id;
}

/** A capture of the transaction's organisation. */
export async function readJob(tx: Tx, id: string): Promise<CaptureJob | undefined> {
  return tx.row(
    jobRow,
    `SELECT id, error_behaviour, captured, repeated, errors, created_at, finished_at
     FROM exchange.capture_job WHERE id = $1`,
    [id],
  );
}
