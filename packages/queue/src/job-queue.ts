import type { HealthResult } from '@luna/runtime';

/**
 * What a worker is woken with: the id of a row. Everything else is read from the row, so a wake-up
 * that comes late, twice or never (a schedule looks again) changes nothing but the time it takes.
 */
export type Wake = {
  id: string;
  /** 1 for the first attempt. */
  attempt: number;
};

/** Does the work of one wake-up; must be idempotent. `signal` fires when this worker lost the job. */
export type WakeHandler = (wake: Wake, signal: AbortSignal) => Promise<void>;

export interface Producer {
  /**
   * Wakes a worker for the row `id`. While one is waiting for the same id, nothing is added; while
   * one is running, exactly one more run follows it.
   * @param id 1 to 200 characters
   * @throws LunaError WAKE_INVALID; QUEUE_UNAVAILABLE (retryable): the wake-up may or may not come;
   *   QUEUE_CLOSED
   */
  wake(id: string): Promise<void>;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for the running ones. */
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** Wake-ups handled side by side in this process; 1 by default. */
  concurrency?: number;
}

/** Wakes workers, in this process and others, over Redis or Postgres. */
export interface JobQueue {
  readonly backend: 'redis' | 'postgres';

  /** @param name of the queue: letters, digits, dashes */
  producer(name: string): Producer;

  /**
   * Starts handling wake-ups of a queue. A handler that throws is called again, up to 5 times with
   * growing pauses, unless the error is a `LunaError` that says it is not retryable; then JOB_FAILED
   * goes to `onError`.
   */
  worker(name: string, handler: WakeHandler, options?: WorkerOptions): QueueWorker;

  /**
   * Wakes one worker with the id {@link TICK} now and then every `everyMs`, however many processes
   * ask for it; the newest interval counts.
   * @throws LunaError QUEUE_UNAVAILABLE (retryable), QUEUE_CLOSED
   */
  schedule(name: string, everyMs: number): Promise<void>;

  /** Down when the backend does not answer; counts of the queues used by this process. */
  health(): Promise<HealthResult>;

  /** Waits for running handlers, then closes every connection. Safe to call twice. */
  close(): Promise<void>;
}

/** Id of the wake-ups that a schedule makes. */
export const TICK = 'tick';
