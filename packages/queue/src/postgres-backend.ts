import { setTimeout as sleep } from 'node:timers/promises';

import {
  assertSchemaCompatibility,
  type BackendFactory,
  PostgresConnection,
  type PostgresConnectionOptions,
  PostgresQueueBackend,
} from 'bullmq';

import { QUEUE_SCHEMA } from './queue-schema.ts';

/** Pause after a failed fetch. */
const PATIENCE_MS = 1_000;

/** BullMQ remembers a failed first contact for ever; this one asks again at the next call. */
class ReconnectingConnection extends PostgresConnection {
  #ready: Promise<void> | undefined;

  override waitUntilReady(): Promise<void> {
    this.#ready ??= this.#greet().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #greet(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await assertSchemaCompatibility(client, QUEUE_SCHEMA);
    } finally {
      client.release();
    }
  }
}

/**
 * BullMQ waits between attempts only for the errors of a Redis connection; for those of Postgres
 * its worker would spin as fast as the server can refuse.
 */
class PatientBackend extends PostgresQueueBackend {
  readonly #closing = new AbortController();

  override waitUntilReady(): Promise<void> {
    return this.connection.waitUntilReady();
  }

  override moveToActive(token: string, name?: string) {
    return this.#patiently(() => super.moveToActive(token, name));
  }

  override waitForJob(blockTimeout: number) {
    return this.#patiently(() => super.waitForJob(blockTimeout));
  }

  override disconnectBlocking(wait?: boolean): Promise<void> {
    this.#closing.abort();
    return super.disconnectBlocking(wait);
  }

  override close(force?: boolean): Promise<void> {
    this.#closing.abort();
    return super.close(force);
  }

  async #patiently<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      await sleep(PATIENCE_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      throw error;
    }
  }
}

/** Backend of one queue or worker, with a pool of its own. */
export const createPatientBackend: BackendFactory<
  PostgresQueueBackend,
  PostgresConnectionOptions
> = (name, options) =>
  new PatientBackend(new ReconnectingConnection(options.connection), name, options);
