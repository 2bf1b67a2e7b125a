import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createQueue } from './create-queue.ts';
import { migrateQueue } from './migrate-queue.ts';

describe('migrateQueue', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function query(url: string, sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    } finally {
      await client.end();
    }
  }

  it('error: a queue whose tables are missing does not answer', async () => {
    await query(database.adminUrl, 'ALTER SCHEMA queue RENAME TO away');
    const queue = createQueue({ databaseUrl: database.queueUrl, onError: () => undefined });
    await expect(queue.health()).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
    await queue.close();
    await query(database.adminUrl, 'ALTER SCHEMA away RENAME TO queue');
  });

  it('makes the tables once, also when several start at the same moment, and again', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrateQueue(database.queueUrl)));
    await migrateQueue(database.queueUrl);
    const once =
      'SELECT count(*) > 0 AND count(*) = count(DISTINCT version) AS once FROM queue.migration';
    expect(await query(database.queueUrl, once)).toEqual([{ once: true }]);
  });

  it('leaves everything in schema queue, owned by luna_queue', async () => {
    await migrateQueue(database.queueUrl);
    const tables = await query(
      database.adminUrl,
      `SELECT DISTINCT schemaname, tableowner FROM pg_tables
       WHERE tablename IN ('job', 'scheduler', 'dedup', 'event') AND schemaname <> 'chain'`,
    );
    expect(tables).toContainEqual({ schemaname: 'queue', tableowner: 'luna_queue' });
  });

  it('gives other roles nothing of it', async () => {
    await migrateQueue(database.queueUrl);
    for (const url of [database.appUrl, database.indexerUrl, database.auditUrl]) {
      await expect(query(url, 'SELECT 1 FROM queue.job')).rejects.toMatchObject({ code: '42501' });
    }
  });
});
