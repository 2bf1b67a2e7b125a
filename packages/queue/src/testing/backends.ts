import { createTestDatabase } from '@luna/local/testing';
import { Redis } from 'ioredis';
import pg from 'pg';

import type { QueueConfig } from '../create-queue.ts';
import { migrateQueue } from '../migrate-queue.ts';
import { hasRedis, REDIS_NEEDED, startRedis } from './start-redis.ts';

export type TestBackend = {
  /** For `createQueue`, on the server itself or by way of a port of loopback. */
  config(port?: number): Pick<QueueConfig, 'redisUrl' | 'databaseUrl'>;
  port: number;
  /** Loses all it holds, as a Redis that is restarted does. */
  forget(): Promise<void>;
  stop(): Promise<void>;
};

/** Both backends by name, whether to skip, and how to start a fresh one. */
export const BACKENDS: [name: string, skip: boolean, start: () => Promise<TestBackend>][] = [
  ['Postgres', false, startPostgresBackend],
  [`Redis (${REDIS_NEEDED})`, !hasRedis(), startRedisBackend],
];

async function startPostgresBackend(): Promise<TestBackend> {
  const database = await createTestDatabase();
  await migrateQueue(database.queueUrl);
  const own = new URL(database.queueUrl);
  return {
    port: Number(own.port),
    config: (port) => {
      const url = new URL(own);
      if (port !== undefined) url.host = `127.0.0.1:${port}`;
      return { databaseUrl: url.toString() };
    },
    forget: () => forgetPostgres(database.queueUrl),
    stop: () => database.drop(),
  };
}

async function startRedisBackend(): Promise<TestBackend> {
  const redis = await startRedis();
  return {
    port: redis.port,
    config: (port = redis.port) => ({ redisUrl: `redis://127.0.0.1:${port}` }),
    forget: () => forgetRedis(redis.url),
    stop: () => redis.stop(),
  };
}

async function forgetPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('TRUNCATE queue.job, queue.scheduler, queue.dedup, queue.dedup_next CASCADE');
  await client.end();
}

async function forgetRedis(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  await client.quit();
}
