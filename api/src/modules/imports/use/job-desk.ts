import { Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import type { Author } from '../../auth/auth.public.ts';
import { countJobs, findJob, listJobs, lockJob, updateJob, type Job } from '../data/jobs.ts';
import { listRows, type ShownRow } from '../data/rows.ts';
import type { JobQuery, JobView, RowQuery, RowView } from '../http/views.ts';
import { percent } from '../rules/job.ts';

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Jobs of the caller's organisation: how far they are, and their end. */
@Injectable()
export class JobDesk {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first. */
  async list(author: Author, { limit, cursor }: JobQuery): Promise<Page<JobView>> {
    const { after = LAST_ID, page } = readCursor(cursor, z.uuid());
    return this.#database.tx(author, async (tx) => {
      const jobs = await listJobs(tx, after, limit + 1);
      const total = await countJobs(tx);
      return pageOf(jobs, ({ id }) => id, { total, page, limit }).map(viewOf);
    });
  }

  /** Throws JOB_UNKNOWN. */
  async find(author: Author, id: string): Promise<JobView> {
    return viewOf(await this.#existing(author, id));
  }

  /** What became of the rows, in the order of the file. Throws JOB_UNKNOWN. */
  async rows(
    author: Author,
    id: string,
    { limit, cursor, outcome }: RowQuery,
  ): Promise<Page<RowView>> {
    const { after = 0, page } = readCursor(cursor, z.int().min(1));
    const job = await this.#existing(author, id);
    const rows = await this.#database.tx(author, (tx) =>
      listRows(tx, job.id, { after, limit: limit + 1, outcome }),
    );
    const { total, accepted, done, refused } = job;
    const pending = total - accepted - done - refused;
    const counts = { pending, accepted, done, refused };
    return pageOf(rows, ({ number }) => number, {
      total: outcome === undefined ? total : counts[outcome],
      page,
      limit,
    }).map(rowViewOf);
  }

  /** Ends a job where it is; waits for the rows that are being dealt with. Throws JOB_UNKNOWN, JOB_ENDED. */
  async cancel(author: Author, id: string): Promise<JobView> {
    const { id: known } = await this.#existing(author, id);
    await this.#database.tx(author, async (tx) => {
      const job = await lockJob(tx, known, { wait: true });
      if (job === undefined) throw new LunaError('JOB_ENDED', 'This job has ended already.');
      await updateJob(tx, { ...job, state: 'CANCELLED' });
    });
    return this.find(author, known);
  }

  async #existing(author: Author, id: string): Promise<Job> {
    const parsed = z.uuid().safeParse(id);
    const job = parsed.success
      ? await this.#database.tx(author, (tx) => findJob(tx, parsed.data))
      : undefined;
    if (job === undefined) throw new LunaError('JOB_UNKNOWN', 'There is no job with this id.');
    return job;
  }
}

function viewOf(job: Job): JobView {
  const { id, state, fileName, format, dryRun, allOrNothing } = job;
  const { total, accepted, done, refused, createdAt, startedAt, finishedAt } = job;
  return {
    id,
    state,
    fileName,
    format,
    dryRun,
    allOrNothing,
    counts: { total, accepted, done, refused },
    progress: percent(job),
    createdAt: new Date(createdAt).toISOString(),
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
  };
}

function rowViewOf({ line, outcome, passport, code, column, reason }: ShownRow): RowView {
  return { line, outcome, passport, code, column, reason };
}
