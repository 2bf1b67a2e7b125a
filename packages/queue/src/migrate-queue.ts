import { runMigrations } from 'bullmq';
import pg from 'pg';

import { QUEUE_SCHEMA } from './queue-schema.ts';

/**
 * Brings the tables in schema `queue` up to date; does nothing when they are. For the migrate job,
 * with the URL of luna_queue: that role then owns the tables and needs no grants. The schema itself
 * must be there, with USAGE and CREATE for the role. Several callers at once are safe.
 * @throws the driver's error (3F000 when the schema is missing, 42501 without the rights)
 */
export async function migrateQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'luna-queue migrate' });
  await client.connect();
  try {
    // `CREATE SCHEMA IF NOT EXISTS` needs CREATE on the whole database, also when it does nothing.
    const query = (text: string, values?: readonly unknown[]) =>
      text.startsWith('CREATE SCHEMA')
        ? client.query('SELECT 1')
        : client.query(text, values === undefined ? undefined : [...values]);
    await runMigrations({ query }, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
