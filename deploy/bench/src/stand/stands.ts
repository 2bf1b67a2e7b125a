import { createDatabase, startTestCluster } from '@luna/local';
import pg from 'pg';

import { POSTGRES_SETTINGS } from '../../../local/src/postgres/postgres-settings.ts';

type Cluster = Awaited<ReturnType<typeof startTestCluster>>;
export type BenchDatabase = Awaited<ReturnType<typeof createDatabase>>;

/** What figures run on, started when first asked for and shared by all of them. */
export type Stands = {
  /** A fresh migrated database on a server that keeps its promises: fsync, full pages. */
  database: () => Promise<BenchDatabase>;
  /** The server's settings that bear on the numbers; undefined while no figure needed one. */
  serverFacts: () => Promise<string | undefined>;
  /** Something to end when the run ends; last come, first ended. */
  onStop: (end: () => Promise<void>) => void;
  stop: () => Promise<void>;
};

/** The product's own settings, and commit times, from which latencies are read afterwards. */
const SETTINGS = { shared_buffers: POSTGRES_SETTINGS['shared_buffers'] ?? '256MB' };

export function createStands(): Stands {
  const ends: (() => Promise<void>)[] = [];
  let starting: Promise<Cluster> | undefined;
  const onStop = (end: () => Promise<void>) => void ends.push(end);
  const start = async () => {
    const cluster = await startTestCluster({ ...SETTINGS, track_commit_timestamp: 'on' });
    onStop(() => cluster.stop());
    return cluster;
  };
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const cluster = () => (starting ??= start());
  return {
    onStop,
    database: async () => createDatabase(await cluster()),
    serverFacts: async () => (starting === undefined ? undefined : factsOf(await starting)),
    // Whoever asks second waits for the same end.
    stop: () => (stopping ??= stop()),
  };
}

async function factsOf({ port, adminPassword }: Cluster): Promise<string> {
  const client = new pg.Client({
    connectionString: `postgres://postgres:${adminPassword}@127.0.0.1:${port}/postgres`,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name IN
       ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'shared_buffers')`,
    );
    return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ');
  } finally {
    await client.end();
  }
}
