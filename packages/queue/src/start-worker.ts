import { LunaError } from '@luna/runtime';
import { type Job, UnrecoverableError } from 'bullmq';

import { closeWithin } from './close-within.ts';
import type { Broker, BullJob } from './broker.ts';
import type { WakeHandler } from './job-queue.ts';
import { jobFailed } from './queue-errors.ts';
import { parseWakeData, type WakeData } from './wake-job.ts';

/** A worker that waits for its handlers when it closes, but not for a connection that is lost. */
export interface RunningWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** Seconds that a worker without work may take to say goodbye. */
const GOODBYE_MS = 3_000;

/**
 * Starts a worker whose handler sees an id instead of a job.
 * @param report gets JOB_FAILED when a job is given up
 */
export function startWorker(
  broker: Broker,
  name: string,
  handler: WakeHandler,
  concurrency: number,
  report: (error: LunaError) => void,
): RunningWorker {
  const running = new Set<Promise<void>>();
  // BullMQ passes a signal only to functions that name it.
  const handle = async (job: Job<WakeData, void>, _token?: string, signal?: AbortSignal) => {
    try {
      const { id } = parseWakeData(job.data);
      const wake = { id, attempt: job.attemptsMade + 1 };
      const work = handler(wake, signal ?? new AbortController().signal);
      running.add(work);
      await work.finally(() => running.delete(work));
    } catch (error) {
      if (error instanceof LunaError && !error.retryable) throw hopeless(error);
      throw error;
    }
  };
  const worker = broker.worker(name, handle, concurrency);
  worker.on('failed', (job, error) => {
    if (job === undefined) return;
    const isLast =
      error.name === 'UnrecoverableError' || job.attemptsMade >= (job.opts.attempts ?? 1);
    if (isLast) report(jobFailed(name, idOf(job), job.attemptsMade, error.cause ?? error));
  });
  return {
    on: (event, listener) => worker.on(event, listener),
    close: async () => {
      const closing = worker.close();
      while (running.size > 0) await Promise.allSettled(running);
      await closeWithin(closing, GOODBYE_MS);
    },
  };
}

/** Tells BullMQ not to try again. */
function hopeless(error: LunaError): UnrecoverableError {
  const wrapped = new UnrecoverableError(`${error.code}: ${error.message}`);
  wrapped.cause = error;
  return wrapped;
}

/** For a message only: the job may be one that nobody of us wrote. */
function idOf(job: BullJob): string {
  try {
    return parseWakeData(job.data).id;
  } catch {
    return '(none)';
  }
}
