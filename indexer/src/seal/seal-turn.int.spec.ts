import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import {
  createDatabase,
  startTestCluster,
  type RunningTestCluster,
  type TestDatabase,
} from '@luna/local/testing/cluster';
import { createLogger, fixedClock } from '@luna/runtime';
import { createSigner } from '@luna/tlog';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lead, takeOver } from '../leader.ts';
import { LogGuard } from './log-guard.ts';
import { openLog, readHead } from './log-head.ts';
import { Sealer } from './seal-turn.ts';
import { SignedMarkFile } from './signed-mark.ts';

const ORIGIN = 'dev.luna/01234567';
const HOUR = 3_600_000;
const logger = createLogger({ name: 'sealer', level: 'silent' });

// A server of its own, because transaction ids are the server's; its autovacuum would take some.
let cluster: RunningTestCluster;
let test: TestDatabase;
let app: Database;
let indexer: Database;
let admin: Client;
let home: string;
let sealer: Sealer;
const clock = fixedClock(Date.now() + HOUR);
beforeAll(async () => {
  cluster = await startTestCluster({ fsync: 'off', autovacuum: 'off' });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  test = await createDatabase(cluster);
  app = await connect({ url: test.appUrl, poolSize: 2 });
  indexer = await connect({ url: test.indexerUrl, poolSize: 2 });
  admin = new Client({ connectionString: test.adminUrl });
  await admin.connect();
  home = await mkdtemp(join(tmpdir(), 'luna-sealer-'));
  const mark = new SignedMarkFile(join(home, 'signed.json'));
  const signer = await createSigner(ORIGIN, new Uint8Array(32).fill(5));
  const guard = new LogGuard({
    database: indexer,
    mark,
    chainWitness: () => Promise.resolve(undefined),
  });
  sealer = new Sealer({ database: indexer, guard, signer, mark, clock, logger });
  await indexer.tx({}, (tx) => openLog(tx, ORIGIN));
});
afterEach(async () => {
  await Promise.all([app.close(), indexer.close(), admin.end()]);
  await test.drop();
  await rm(home, { recursive: true });
});

const write = (name: string) => app.tx({ organizationId: ORG }, (tx) => append(tx, [note(name)]));
const size = async () => (await indexer.tx({}, readHead))?.size;
const nextTransactionId = async () => {
  const { rows } = await admin.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid');
  return z
    .array(z.object({ xid: z.string() }))
    .length(1)
    .parse(rows)[0]?.xid;
};

describe('Sealer', () => {
  it('takes no transaction id while nothing waits, and seals at once what then comes', async () => {
    let turns = 0;
    const stopping = new AbortController();
    const leading = lead({
      database: indexer,
      directUrl: test.indexerUrl,
      step: 'seal',
      holder: 'test',
      logger,
      signal: stopping.signal,
      idleMs: 100,
      turn: (leadership) => {
        turns += 1;
        return sealer.turn(leadership);
      },
    });
    await write('before');
    await expect.poll(size, { timeout: 10_000 }).toBe(1);
    await sleep(300);
    const [idle, from] = [turns, await nextTransactionId()];
    await sleep(3_000);
    expect(await nextTransactionId()).toBe(from);
    expect(turns - idle).toBeGreaterThan(10);
    await write('after');
    await expect.poll(size, { timeout: 1_000, interval: 10 }).toBe(2);
    stopping.abort();
    await leading;
  });

  it('leaves it to the anti-join what to seal when the cursor is that of another server', async () => {
    const leadership = await takeOver(indexer, 'seal', 'test');
    await write('a');
    while (await sealer.turn(leadership));
    await admin.query(`UPDATE log.head SET cursor_xid = '9000000000', system_identifier = 'old'`);
    await write('b');
    while (await sealer.turn(leadership));
    expect(await size()).toBe(2);
    await write('c');
    while (await sealer.turn(leadership));
    expect(await size()).toBe(3);
  });

  it('finds within the hour what the cursor has passed by', async () => {
    const leadership = await takeOver(indexer, 'seal', 'test');
    while (await sealer.turn(leadership));
    await admin.query(`UPDATE log.head SET cursor_xid = '9000000000'`);
    await write('passed-by');
    clock.advance(HOUR - 1);
    expect(await sealer.turn(leadership)).toBe(false);
    expect(await size()).toBe(0);
    clock.advance(1);
    await sealer.turn(leadership);
    expect(await size()).toBe(1);
  });
});
