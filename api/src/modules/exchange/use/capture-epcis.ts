import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { readEpcisEvents, type EpcisEvents } from '@luna/passport';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { CLOCK, CONFIG } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { insertJob, readJob, type CaptureJob } from '../data/capture-jobs.ts';
import { checkSize } from '../rules/capture-limit.ts';
import type { ErrorBehaviour } from '../rules/error-behaviour.ts';
import { writeEvents, type Report } from './write-events.ts';

/** Carries the report out of a transaction that must not be committed. */
class Undone extends Error {
  readonly report: Report;

  constructor(report: Report) {
    super('undone');
    this.report = report;
  }
}

/** The capture interface of EPCIS 2.0: what others saw of our devices. */
@Injectable()
export class CaptureEpcis {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #config: Config;

  constructor(database: Database, @Inject(CLOCK) clock: Clock, @Inject(CONFIG) config: Config) {
    this.#database = database;
    this.#clock = clock;
    this.#config = config;
  }

  /**
   * Captures a document while the caller waits, and tells the id of the job that says what became of
   * it. Throws DOCUMENT_INVALID, DOCUMENT_TYPE, CAPTURE_TOO_LARGE; whatever is wrong with one event
   * is in the job.
   */
  async capture(
    caller: Caller,
    errorBehaviour: ErrorBehaviour,
    document: unknown,
  ): Promise<string> {
    const createdAt = new Date(this.#clock.now());
    const events = readEpcisEvents(document);
    checkSize(events);
    const report =
      errorBehaviour === 'rollback'
        ? await this.#allOrNothing(caller, events)
        : await this.#oneByOne(caller, events);
    const { organizationId, actorId } = caller;
    const finishedAt = new Date(this.#clock.now());
    const job = { organizationId, actorId, errorBehaviour, ...report, createdAt, finishedAt };
    return this.#database.tx(caller, (tx) => insertJob(tx, job));
  }

  /** A capture of the caller's organisation. Throws JOB_UNKNOWN. */
  async find(caller: Caller, id: string): Promise<CaptureJob> {
    const job = await this.#database.tx(caller, (tx) => readJob(tx, id));
    if (job !== undefined) return job;
    throw new LunaError('JOB_UNKNOWN', 'There is no capture with this id.');
  }

  async #allOrNothing(caller: Caller, events: EpcisEvents): Promise<Report> {
    try {
      return await this.#database.tx(caller, async (tx) => {
        const report = await writeEvents(tx, caller, this.#clock.now(), this.#origin, events);
        if (report.errors.length > 0) throw new Undone({ ...report, captured: 0 });
        return report;
      });
    } catch (error) {
      if (error instanceof Undone) return error.report;
      throw error;
    }
  }

  async #oneByOne(caller: Caller, { context, events }: EpcisEvents): Promise<Report> {
    const total: Report = { captured: 0, repeated: 0, errors: [] };
    for (const event of events) {
      const one = { context, events: [event] };
      const report = await this.#database.tx(caller, (tx) =>
        writeEvents(tx, caller, this.#clock.now(), this.#origin, one),
      );
      total.captured += report.captured;
      total.repeated += report.repeated;
      total.errors.push(...report.errors);
    }
    return total;
  }

  get #origin(): string {
    return new URL(this.#config.PUBLIC_URL).origin;
  }
}
