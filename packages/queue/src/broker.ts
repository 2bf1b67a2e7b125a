import type { Processor } from 'bullmq';

import type { WakeData } from './wake-job.ts';

/** A job as a worker's listeners see it. */
export type BullJob = { data: WakeData; attemptsMade: number; opts: { attempts?: number } };

/** What we use of BullMQ's queue, whatever is behind it. */
export interface BullQueue {
  add(name: string, data: WakeData, options: { deduplication: Deduplication }): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active' | 'failed')[]): Promise<Record<string, number>>;
  getJobScheduler(id: string): Promise<{ every?: number } | undefined>;
  removeJobScheduler(id: string): Promise<boolean>;
  upsertJobScheduler(
    id: string,
    repeat: { every: number },
    template: { name: string; data: WakeData },
  ): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

type Deduplication = { id: string; keepLastIfActive: boolean };

/** What we use of BullMQ's worker. */
export interface BullWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: BullJob | undefined, error: Error) => void): unknown;
  close(): Promise<void>;
}

/** Makes queues and workers on one backend. */
export interface Broker {
  readonly backend: 'redis' | 'postgres';
  queue(name: string): BullQueue;
  worker(name: string, handler: Processor<WakeData, void>, concurrency: number): BullWorker;
  /** Ends what connections are left, without waiting for anything on them. */
  end(): void;
}

/** Options of every queue: finished jobs leave nothing, failed ones are kept for a look. */
export const QUEUE_OPTIONS = {
  defaultJobOptions: {
    attempts: 5,
    backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: { age: 7 * 86_400, count: 1_000 },
  },
  streams: { events: { maxLen: 1_000 } },
};

export const WORKER_OPTIONS = {
  /** Seconds after a lost connection; BullMQ's 15 would be felt. */
  runRetryDelay: 1_000,
  /** A job whose process was killed is taken over within some 20 s, and that is not its fault. */
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 10,
};
