import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestDatabase, startAnvil } from './index.ts';
import type { TestDatabase } from './index.ts';

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  let one: TestDatabase;
  let two: TestDatabase;

  beforeAll(async () => {
    [one, two] = await Promise.all([
      createTestDatabase({ migrated: false }),
      createTestDatabase({ migrated: false }),
    ]);
  });
  afterAll(() => Promise.all([one.drop(), two.drop()]));

  it('gives every caller a database of its own', async () => {
    await rows(one.adminUrl, 'CREATE TABLE here (n int)');
    expect(await rows(one.adminUrl, `SELECT to_regclass('here') IS NOT NULL AS here`)).toEqual([
      { here: true },
    ]);
    expect(await rows(two.adminUrl, `SELECT to_regclass('here') IS NOT NULL AS here`)).toEqual([
      { here: false },
    ]);
  });

  it('clones the migrated template', async () => {
    const migrated = await createTestDatabase();
    expect(await rows(migrated.appUrl, 'SELECT count(*)::int AS n FROM ledger.event')).toEqual([
      { n: 0 },
    ]);
    await migrated.drop();
    await expect(rows(migrated.adminUrl, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });

  it('runs on PostgreSQL 18 with the settings the ledger relies on', async () => {
    const settings = await rows(
      one.adminUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num', 'max_prepared_transactions',
        'transaction_timeout', 'idle_in_transaction_session_timeout', 'server_encoding') ORDER BY name`,
    );
    expect(settings).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '5000' },
      { name: 'max_prepared_transactions', setting: '0' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'server_version_num', setting: expect.stringMatching(/^18/) as unknown },
      { name: 'transaction_timeout', setting: '30000' },
    ]);
  });
});

describe('startAnvil', () => {
  it('is a chain of its own that answers, and ends', async () => {
    const anvil = await startAnvil();
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    const ask = () =>
      fetch(anvil.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await (await ask()).json()).toMatchObject({ result: '0x7a69' });
    await anvil.stop();
    await expect(ask()).rejects.toThrow();
  });
});
