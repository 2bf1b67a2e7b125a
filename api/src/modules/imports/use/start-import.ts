import { createHash, type Hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import type { JobQueue } from '@luna/queue';
import type { Clock, Config, Logger } from '@luna/runtime';
import { z } from 'zod';
import type { IncomingFile, TakeUpload } from '../../../http/multipart.ts';
import { ValidationError } from '../../../http/validation-error.ts';
import { CLOCK, CONFIG, LOGGER, QUEUE, REQUEST_SECRET } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import { checkPermitted } from '../../passports/passports.public.ts';
import { discardJob, insertJob, queueJob } from '../data/jobs.ts';
import { importForm, type ImportForm } from '../http/import-form.ts';
import type { JobView } from '../http/views.ts';
import { DEFAULTED, TAKE_OVER } from '../rules/columns.ts';
import { readImport, type ImportFile } from '../rules/read-import.ts';
import { JobDesk } from './job-desk.ts';
import { stageRows } from './stage-rows.ts';
import { IMPORT_QUEUE } from './work-imports.ts';

const MiB = 1024 * 1024;

type Staged = Pick<ImportFile, 'columns'> & { id: string; sha256: string; total: number };
type Order = { file: Staged; form: ImportForm };

/** Receives files of devices and queues the jobs that make passports of them. */
@Injectable()
export class StartImport {
  readonly #database: Database;
  readonly #desk: JobDesk;
  readonly #queue: Pick<JobQueue, 'producer'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limit: number;
  readonly #once;

  constructor(
    database: Database,
    desk: JobDesk,
    @Inject(QUEUE) queue: Pick<JobQueue, 'producer'>,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
    @Inject(CONFIG) { IMPORT_LIMIT_MIB }: Config,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#desk = desk;
    this.#queue = queue;
    this.#clock = clock;
    this.#logger = logger;
    this.#limit = IMPORT_LIMIT_MIB * MiB;
    this.#once = {
      route: 'imports.start',
      secret,
      parts: ({ file, form }: Order) => [file.sha256, form],
      result: z.object({ id: z.uuid() }),
    };
  }

  /**
   * Keeps the rows of the file while it comes in and queues the job, or answers the job that the same
   * request started first. Of what is refused nothing stays. Throws NOT_PERMITTED for a file that takes
   * devices over, and what {@link TakeUpload}, `readImport` and `stageRows` throw.
   */
  async start(caller: Caller, key: string | undefined, take: TakeUpload): Promise<JobView> {
    let received: string | undefined;
    try {
      const { taken: file, fields: form } = await take(importForm, this.#limit, async (upload) => {
        const hash = createHash('sha256');
        const read = await readImport(hashed(upload.chunks, hash));
        if (TAKE_OVER.some((field) => field in read.columns)) {
          checkPermitted(caller, 'passports:transfer');
        }
        const id = await this.#database.tx(caller, (tx) =>
          insertJob(tx, caller, nameOf(upload), read),
        );
        received = id;
        const total = await stageRows(this.#database, caller, id, read.rows);
        return { id, columns: read.columns, total, sha256: hash.digest('hex') };
      });
      checkDefaults(file, form);
      const { id } = await this.#order(caller, key, { file, form });
      await this.#wake(id);
      return await this.#desk.find(caller, id);
    } finally {
      const left = received;
      if (left !== undefined) await this.#database.tx(caller, (tx) => discardJob(tx, left));
    }
  }

  #order(caller: Caller, key: string | undefined, item: Order): Promise<{ id: string }> {
    const { id, total } = item.file;
    const { dryRun, allOrNothing, ...defaults } = item.form;
    return runSingle(this.#database, caller, this.#once, { key, item }, async (tx) => {
      await queueJob(tx, id, { defaults, dryRun, allOrNothing, total });
      const details = { rows: total, dryRun, allOrNothing };
      await recordAct(tx, caller, this.#clock.now(), {
        act: 'import.started',
        subject: { type: 'job', id: id },
        details,
      });
      return [done({ id })];
    });
  }

  /** A lost wake-up costs time: a schedule looks for jobs that wait. */
  async #wake(id: string): Promise<void> {
    try {
      await this.#queue.producer(IMPORT_QUEUE).wake(id);
    } catch (error) {
      this.#logger.warn({ err: error }, 'an import waits for the schedule');
    }
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** To be shown, and nothing else: a name on one line. */
function nameOf({ name }: IncomingFile): string {
  return name.slice(0, 200).replace(/\p{C}/gu, '');
}

/** Throws VALIDATION_FAILED for what neither the file nor the form says. */
function checkDefaults({ columns }: Staged, form: ImportForm): void {
  const missing = DEFAULTED.filter((field) => !(field in columns) && form[field] === undefined);
  if (missing.length === 0) return;
  const message = 'the file does not say it: send this field as well';
  throw new ValidationError(missing.map((field) => ({ field, message })));
}
