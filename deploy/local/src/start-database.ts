import { migrate, urlForRole } from '@luna/database';
import { migrateQueue } from '@luna/queue';
import type { Config } from '@luna/runtime';
import pg from 'pg';

import { startPostgres } from './postgres/postgres.ts';
import type { Secrets } from './secrets/secrets.ts';
import { DATABASE_NAME } from './stack-settings.ts';
import type { Stack } from './stack.ts';

/** Starts the embedded PostgreSQL of this stack. */
export async function startDatabase(stack: Stack, config: Config, secrets: Secrets) {
  const server = await startPostgres({
    dataDir: config.paths.postgres,
    port: config.POSTGRES_PORT,
    password: secrets.postgres.postgres,
    ...stack.files('postgres'),
  });
  stack.adopt(server.child);
  return server;
}

/** Brings the product's database to the newest schema, creating it the first time. */
export async function migrateDatabase(adminUrl: (database: string) => string, secrets: Secrets) {
  await createDatabaseOnce(adminUrl('postgres'));
  const url = adminUrl(DATABASE_NAME);
  await migrate({ adminUrl: url, passwords: secrets.postgres });
  await migrateQueue(urlForRole(url, 'luna_queue', secrets.postgres.luna_queue));
}

async function createDatabaseOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      DATABASE_NAME,
    ]);
    if (found.rowCount === 0)
      await client.query(`CREATE DATABASE ${DATABASE_NAME} TEMPLATE template0`);
  } finally {
    await client.end();
  }
}
