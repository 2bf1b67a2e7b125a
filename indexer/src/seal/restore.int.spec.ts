import { pipeline } from 'node:stream/promises';
import { append, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createDatabase, startTestCluster } from '@luna/local/testing/cluster';
import { createTestDatabase } from '@luna/local/testing';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { takeOver } from '../leader.ts';
import { openLog, readHead } from './log-head.ts';
import { sealBatch } from './seal-batch.ts';

const ORIGIN = 'dev.luna/01234567';
const TABLES = ['ledger.event', 'ledger.payload', 'log.head', 'log.leaf', 'log.tile'];

/** What pg_dump and pg_restore do to these tables: every column as it was, transaction ids included. */
async function dumpAndRestore(fromUrl: string, toUrl: string): Promise<void> {
  const [source, target] = [fromUrl, toUrl].map(
    (connectionString) => new Client({ connectionString }),
  );
  if (!source || !target) throw new Error('two databases are needed');
  await Promise.all([source.connect(), target.connect()]);
  await target.query('SET event_triggers = off');
  for (const table of TABLES) {
    await target.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await pipeline(
      source.query(copyTo(`COPY ${table} TO STDOUT (FORMAT binary)`)),
      target.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT binary)`)),
    );
  }
  const names = await target.query<{ sql: string }>(
    `SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname) AS sql FROM pg_trigger
     WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY($1)`,
    [TABLES],
  );
  for (const { sql } of names.rows) await target.query(sql);
  await Promise.all([source.end(), target.end()]);
}

async function write(app: Database, name: string): Promise<void> {
  await app.tx({ organizationId: ORG }, (tx) => append(tx, [note(name)]));
}

async function sealUntil(indexer: Database, size: number): Promise<void> {
  const leadership = await takeOver(indexer, 'seal', 'test');
  await expect
    .poll(
      async () => {
        await indexer.tx({}, (tx) => sealBatch(tx, leadership, 2));
        return (await indexer.tx({}, readHead))?.size;
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBe(size);
}

it('seals on after a dump and restore into a new cluster, where transaction ids begin anew', async () => {
  const old = await createTestDatabase();
  const cluster = await startTestCluster();
  const restored = await createDatabase(cluster);
  try {
    const [oldApp, oldIndexer] = [
      await connect({ url: old.appUrl, poolSize: 2 }),
      await connect({ url: old.indexerUrl, poolSize: 2 }),
    ];
    await oldIndexer.tx({}, (tx) => openLog(tx, ORIGIN));
    for (const name of ['a', 'b', 'c', 'a', 'b']) await write(oldApp, name);
    await sealUntil(oldIndexer, 5);
    await write(oldApp, 'unsealed');
    await oldApp.close();
    await oldIndexer.close();

    // The hazard: a cursor, and an unsealed event, far ahead of every transaction id of the new server.
    const admin = new Client({ connectionString: old.adminUrl });
    await admin.connect();
    await admin.query('SET event_triggers = off; ALTER TABLE ledger.event DISABLE TRIGGER USER');
    await admin.query(
      `UPDATE ledger.event SET xid = '7000000000'; UPDATE log.head SET cursor_xid = '7000000000'`,
    );
    await admin.end();
    await dumpAndRestore(old.adminUrl, restored.adminUrl);

    const app = await connect({ url: restored.appUrl, poolSize: 2 });
    const indexer = await connect({ url: restored.indexerUrl, poolSize: 2 });
    await write(app, 'a');
    await write(app, 'new');
    await sealUntil(indexer, 8);
    await write(app, 'new');
    await sealUntil(indexer, 9);
    const order = z.object({ swapped: z.boolean() });
    const row = await indexer.tx({}, (tx) =>
      tx.row(
        order,
        `SELECT count(*) > 0 AS swapped FROM log.leaf a JOIN log.leaf b USING (stream) WHERE a.position < b.position AND a.leaf_index > b.leaf_index`,
      ),
    );
    expect(row).toEqual({ swapped: false });
    await app.close();
    await indexer.close();
  } finally {
    await cluster.stop();
    await old.drop();
  }
});
