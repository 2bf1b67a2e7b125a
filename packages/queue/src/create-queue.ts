import { type Clock, LunaError, systemClock } from '@luna/runtime';

import type { Broker, BullQueue } from './broker.ts';
import { closeWithin } from './close-within.ts';
import { createErrorGate } from './error-gate.ts';
import { createInFlight } from './in-flight.ts';
import { type JobQueue, TICK } from './job-queue.ts';
import { createPostgresBroker } from './postgres-broker.ts';
import { closed, connectionLost, unavailable } from './queue-errors.ts';
import { createRedisBroker } from './redis-broker.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { assertQueueName, toWakeData } from './wake-job.ts';

export interface QueueConfig {
  /** Redis is used when this is set, */
  redisUrl?: string | undefined;
  /** and Postgres otherwise, as the role luna_queue and not through a pooler. */
  databaseUrl?: string | undefined;
  /** Trouble with connections (rarely repeated) and jobs that were given up; for the log. */
  onError: (error: LunaError) => void;
  clock?: Clock;
  /** How often a schedule that its backend lost is made again; 60 s by default. */
  repairMs?: number;
}

/** Calls under way at once, of all queues of this process, at most. */
const MOST_IN_FLIGHT = 1_000;
const TIMEOUT_MS = 5_000;
const GOODBYE_MS = 1_000;
/** Probed by {@link JobQueue.health} when this process uses no queue yet. */
const PROBE = 'health';

/**
 * The job queue of this process. Connects in the background and again after every loss; nothing
 * here waits for the backend to be up.
 * @throws LunaError QUEUE_NOT_CONFIGURED without any URL
 */
export function createQueue(config: QueueConfig): JobQueue {
  const gateFor = (name: string): ((error: unknown) => void) =>
    createErrorGate((error, suppressed) => {
      config.onError(connectionLost(name, error, suppressed));
    }, config.clock ?? systemClock);
  const broker = brokerOf(config, gateFor('*'));
  const inFlight = createInFlight(MOST_IN_FLIGHT, TIMEOUT_MS);
  const queues = new Map<string, BullQueue>();
  const workers = new Set<RunningWorker>();
  const schedules = new Map<string, number>();
  let closing: Promise<void> | undefined;
  let isDrained = false;

  /** An EventEmitter without a listener for `error` throws, and that ends the process. */
  const listen = (emitter: BullQueue | RunningWorker, name: string): void => {
    emitter.on('error', gateFor(name));
  };
  const queueOf = (name: string): BullQueue => {
    if (isDrained) throw closed();
    assertQueueName(name);
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = broker.queue(name);
    listen(queue, name);
    queues.set(name, queue);
    return queue;
  };
  const call = async <T>(name: string, action: (queue: BullQueue) => Promise<T>): Promise<T> => {
    const queue = queueOf(name);
    return inFlight(
      () => action(queue),
      (cause) => unavailable(name, cause),
    );
  };
  const assertSchedule = (name: string, everyMs: number): Promise<void> =>
    call(name, async (queue) => {
      const found = await queue.getJobScheduler(TICK);
      if (found?.every === everyMs) return;
      await queue.upsertJobScheduler(TICK, { every: everyMs }, { name: TICK, data: { id: TICK } });
    });

  /** Workers first: their handlers may still wake others. */
  const closeAll = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.close()));
    isDrained = true;
    await Promise.all([...queues.values()].map((queue) => closeWithin(queue.close(), GOODBYE_MS)));
    broker.end();
  };

  // Redis may forget: a schedule lives there alone, and no row would wake its worker.
  const repair = setInterval(() => {
    for (const [name, everyMs] of schedules) {
      assertSchedule(name, everyMs).catch(() => undefined);
    }
  }, config.repairMs ?? 60_000);
  repair.unref();

  return {
    backend: broker.backend,
    producer: (name) => {
      queueOf(name);
      return {
        wake: async (id) => {
          const data = toWakeData(id);
          await call(name, (queue) =>
            queue.add('wake', data, { deduplication: { id, keepLastIfActive: true } }),
          );
        },
      };
    },
    worker: (name, handler, { concurrency = 1 } = {}) => {
      if (closing !== undefined) throw closed();
      assertQueueName(name);
      const worker = startWorker(broker, name, handler, concurrency, config.onError);
      listen(worker, name);
      workers.add(worker);
      return {
        close: async () => {
          await worker.close();
          workers.delete(worker);
        },
      };
    },
    schedule: async (name, everyMs) => {
      if (closing !== undefined) throw closed();
      await assertSchedule(name, everyMs);
      schedules.set(name, everyMs);
    },
    health: async () => {
      const names = queues.size === 0 ? [PROBE] : [...queues.keys()];
      const details: Record<string, string | number> = { backend: broker.backend };
      for (const name of names) {
        const counts = await call(name, (queue) =>
          queue.getJobCounts('waiting', 'active', 'failed'),
        );
        for (const [state, count] of Object.entries(counts)) details[`${name} ${state}`] = count;
      }
      return { status: 'up', details };
    },
    close: () => {
      clearInterval(repair);
      closing ??= closeAll();
      return closing;
    },
  };
}

function brokerOf(
  { redisUrl, databaseUrl }: QueueConfig,
  onError: (error: unknown) => void,
): Broker {
  if (redisUrl !== undefined) return createRedisBroker(redisUrl, onError);
  if (databaseUrl !== undefined) return createPostgresBroker(databaseUrl);
  throw new LunaError('QUEUE_NOT_CONFIGURED', 'Set REDIS_URL or QUEUE_DATABASE_URL.');
}
