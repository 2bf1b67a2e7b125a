import { Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';

import { type Broker, QUEUE_OPTIONS, WORKER_OPTIONS } from './broker.ts';

/** At most 5 s between attempts, spread so that a restarted Redis is not stormed. */
function retryStrategy(times: number): number {
  return Math.min(2 ** Math.min(times, 10) * 50, 5_000) * (0.5 + Math.random() / 2);
}

/** A client that knows the copies BullMQ makes of it, one for each worker to block on. */
class CopiedRedis extends Redis {
  readonly copies = new Set<Redis>();

  override duplicate(override?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate(override);
    this.copies.add(copy);
    copy.once('end', () => this.copies.delete(copy));
    return copy;
  }
}

/**
 * BullMQ on Redis, over one connection and one more for each worker. All keys of a queue begin with
 * `{luna:<name>}`, so that they share a slot of a Redis Cluster.
 * @param onError trouble with the connection
 */
export function createRedisBroker(url: string, onError: (error: Error) => void): Broker {
  // Without a limit to the retries of a command a start before Redis is up, or a restart in the
  // middle of the connection's first commands, would leave a queue that never works.
  const connection = new CopiedRedis(url, {
    maxRetriesPerRequest: null,
    retryStrategy,
    keepAlive: 10_000,
  });
  connection.on('error', onError);
  const prefixOf = (name: string) => `{luna:${name}}`;
  return {
    backend: 'redis',
    queue: (name) => new Queue(name, { ...QUEUE_OPTIONS, connection, prefix: prefixOf(name) }),
    worker: (name, handler, concurrency) =>
      new Worker(name, handler, {
        ...WORKER_OPTIONS,
        connection,
        prefix: prefixOf(name),
        concurrency,
      }),
    // A goodbye would be queued behind the connection that is lost, and awaited for ever.
    end: () => {
      for (const client of [connection, ...connection.copies]) client.disconnect();
    },
  };
}
