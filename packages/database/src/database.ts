import { setTimeout as sleep } from 'node:timers/promises';
import { types, type CustomTypesConfig, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { isTransient } from './errors.ts';
import { Tx } from './tx.ts';

/** On whose behalf a transaction runs. Without an organisation only public rows are visible. */
export type Context = { organizationId?: string };

export type ConnectOptions = {
  url: string;
  /** Connections kept at the most. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ATTEMPTS = 5;

/** int8 as a number where that is exact, an error where it is not: never a silently rounded size. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53-1`);
  return value;
}

const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8
      ? parseInt8
      : (types.getTypeParser(oid, format) as typeof parseInt8),
};

function isPoolClient(value: unknown): value is PoolClient {
  return typeof value === 'object' && value !== null && 'query' in value && 'release' in value;
}

/** A pool of connections of one role. */
export class Database {
  readonly source: DataSource;

  constructor(source: DataSource) {
    this.source = source;
  }

  /**
   * Runs `body` in one transaction under `context`: committed when it returns, rolled back when it
   * throws. On a serialization failure or deadlock (40001, 40P01) the whole body runs again on a
   * fresh connection, at most {@link ATTEMPTS} times, with jitter; so `body` must not act outside.
   */
  async tx<T>(context: Context, body: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(context, body);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isTransient(error)) throw error;
        await sleep(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  async #once<T>(context: Context, body: (tx: Tx) => Promise<T>): Promise<T> {
    const { organizationId } = context;
    if (organizationId !== undefined && !UUID.test(organizationId)) {
      throw new TypeError('organizationId must be a UUID');
    }
    const runner = this.source.createQueryRunner();
    try {
      const client: unknown = await runner.connect();
      if (!isPoolClient(client)) throw new TypeError('the driver gave no connection');
      // One round trip; the value is a checked UUID, so there is nothing to escape.
      await client.query(
        organizationId === undefined
          ? 'BEGIN'
          : `BEGIN; SET LOCAL app.current_organization_id = '${organizationId}'`,
      );
      try {
        const result = await body(new Tx(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // A broken connection cannot roll back; the server already has.
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}

/** Opens a pool. Fails when the server cannot be reached. */
export async function connect(options: ConnectOptions): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'luna',
    installExtensions: false,
    extra: { types: typeParsers },
  });
  return new Database(await source.initialize());
}
