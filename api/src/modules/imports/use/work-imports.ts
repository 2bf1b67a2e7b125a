import type { Database } from '@luna/database';
import { TICK, type JobQueue } from '@luna/queue';
import type { Clock, Logger } from '@luna/runtime';
import { describeError } from '../../../http/describe-error.ts';
import { lockJob, unfinishedJobs, updateJob } from '../data/jobs.ts';
import { deleteExpiredRows } from '../data/rows.ts';
import { advanceImport } from './advance-import.ts';

export const IMPORT_QUEUE = 'imports';
/** How long a job may wait whose wake-up was lost, or whose worker died. */
const LOOK_EVERY_MS = 30_000;
/** Then the next job has its turn, and a process that is to stop need not wait longer. */
const SLICE_MS = 5_000;
/** Of the queue: it gives up after as many. */
const LAST_ATTEMPT = 5;
const SWEEP_QUEUE = 'sweep-imports';
const SWEEP_EVERY_MS = 60 * 60_000;
const ROWS_AT_ONCE = 10_000;

type Parts = { database: Database; queue: JobQueue; clock: Clock; logger: Logger };

/** Works on imports whenever one is queued, and looks now and then for one that was left. */
export async function startImports(parts: Parts): Promise<void> {
  const { database, queue, logger } = parts;
  const producer = queue.producer(IMPORT_QUEUE);
  queue.worker(
    IMPORT_QUEUE,
    async ({ id, attempt }, signal) => {
      if (id === TICK) {
        const waiting = await database.tx({}, (tx) => unfinishedJobs(tx));
        for (const job of waiting) await producer.wake(job.id);
      } else if (await workImport(parts, id, { attempt, signal })) await producer.wake(id);
    },
    { concurrency: 2 },
  );
  await queue.schedule(IMPORT_QUEUE, LOOK_EVERY_MS);
  queue.worker(SWEEP_QUEUE, async () => {
    const deleted = await sweepImports(database);
    if (deleted > 0) logger.info({ deleted }, 'rows of ended imports deleted');
  });
  await queue.schedule(SWEEP_QUEUE, SWEEP_EVERY_MS);
}

/**
 * Goes on with an import for some seconds; tells whether there is more to do. A fault of ours that does
 * not go away by trying again ends the job as FAILED.
 */
export async function workImport(
  { database, clock, logger }: Omit<Parts, 'queue'>,
  id: string,
  { attempt, signal }: { attempt: number; signal: AbortSignal },
): Promise<boolean> {
  const [job] = await database.tx({}, (tx) => unfinishedJobs(tx, id));
  if (job === undefined) return false;
  const end = clock.now() + SLICE_MS;
  try {
    while (!signal.aborted && clock.now() < end) {
      if (!(await database.tx(job, (tx) => advanceImport(tx, clock.now(), id)))) return false;
    }
    return true;
  } catch (error) {
    if (attempt < LAST_ATTEMPT || describeError(error).retryable) throw error;
    logger.error({ err: error, job: id }, 'an import failed');
    await database.tx(job, async (tx) => {
      const failed = await lockJob(tx, id, { wait: true });
      if (failed !== undefined) await updateJob(tx, { ...failed, state: 'FAILED' });
    });
    return false;
  }
}

/** Deletes rows of jobs that ended more than 7 days ago; tells how many. The jobs stay. */
export async function sweepImports(database: Database): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await database.tx({}, (tx) => deleteExpiredRows(tx, ROWS_AT_ONCE));
    total += deleted;
    if (deleted < ROWS_AT_ONCE) return total;
  }
}
