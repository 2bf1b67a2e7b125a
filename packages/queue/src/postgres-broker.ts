import { withBackend } from 'bullmq';

import { type Broker, QUEUE_OPTIONS, WORKER_OPTIONS } from './broker.ts';
import { createPatientBackend } from './postgres-backend.ts';
import { QUEUE_SCHEMA } from './queue-schema.ts';
import type { WakeData } from './wake-job.ts';

/**
 * BullMQ on Postgres, in schema `queue`. Workers LISTEN, so the URL must lead to the server itself
 * and not through a pooler in transaction mode.
 */
export function createPostgresBroker(url: string): Broker {
  const { Queue, Worker } = withBackend(createPatientBackend);
  const connection = (name: string, max: number) => ({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    application_name: `luna-queue ${name}`,
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // Nothing here takes long; a server that is gone without a word must not hold a call for ever.
    query_timeout: 15_000,
  });
  return {
    backend: 'postgres',
    queue: (name) =>
      new Queue<WakeData, void>(name, { ...QUEUE_OPTIONS, connection: connection(name, 2) }),
    worker: (name, handler, concurrency) =>
      new Worker<WakeData, void>(name, handler, {
        ...WORKER_OPTIONS,
        connection: connection(name, Math.min(concurrency + 1, 5)),
        concurrency,
      }),
    // Each queue and worker has ended its own, and a call on a lost one fails within seconds.
    end: () => undefined,
  };
}
