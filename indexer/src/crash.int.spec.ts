import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { auditDatabase, readChainAnchors } from '@luna/audit';
import { createChainClients, listAnchors } from '@luna/chain';
import { createContentStore } from '@luna/content';
import { append, bigint, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createLogger, required } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startIndexer } from './indexer.ts';
import { SignedMarkFile } from './seal/signed-mark.ts';
import { startStand, type Stand } from './testing/stand.ts';

const logger = createLogger({ name: 'indexer', level: 'fatal' });
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let stand: Stand;
let app: Database;
beforeAll(async () => {
  stand = await startStand();
  app = await connect({ url: stand.appUrl });
});
afterAll(async () => {
  await app.close();
  await stand.stop();
});

function run(script: string, ...args: string[]): ChildProcess {
  const options = ['--import', '@oxc-node/core/register', file(script), ...args];
  return spawn(process.execPath, options, {
    env: { ...process.env, ...stand.environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

const write = (name: string, count = 3) =>
  app.tx({ organizationId: ORG }, (tx) =>
    append(
      tx,
      Array.from({ length: count }, (_, i) => note(name, String(i))),
    ),
  );
const events = async () => {
  const count = z.object({ n: bigint });
  return (await app.tx({}, (tx) => tx.row(count, 'SELECT count(*) AS n FROM ledger.event')))?.n;
};
const anchors = () => app.tx({}, (tx) => listAnchors(tx, 31_337));

/** Whatever happened before: every event is anchored, one anchor a size, and the audit is clean. */
async function expectWhole(): Promise<void> {
  const total = (await events()) ?? 0;
  await expect
    .poll(async () => (await anchors()).findLast((anchor) => anchor.finalised)?.size, {
      timeout: 30_000,
      interval: 200,
    })
    .toBe(total);
  const all = await anchors();
  expect(all.map((anchor) => anchor.index)).toEqual(all.map((_, i) => i + 1));
  expect(new Set(all.map((anchor) => anchor.size)).size).toBe(all.length);
  const { findings, looked, skipped } = await audit();
  expect(findings).toEqual([]);
  expect(skipped).toEqual(new Map());
  expect(Object.fromEntries(looked)).toMatchObject({
    events: total,
    payloads: total,
    leaves: total,
    anchors: all.length,
    manifests: all.length,
  });
  for (const check of ['guards', 'tiles', 'checkpoints'] as const) {
    expect(looked.get(check), check).toBeGreaterThan(0);
  }
}

/** What `luna audit` does, over this stand. */
async function audit() {
  const { config, trust, auditUrl } = stand;
  const database = await connect({ url: auditUrl, poolSize: 1 });
  const store = await createContentStore({ path: config.paths.ipfs });
  try {
    const urls = required(config, 'RPC_URLS');
    const clients = createChainClients({ chainId: config.CHAIN_ID, urls });
    return await auditDatabase({
      database,
      trust,
      anchors: await readChainAnchors(clients, required(config, 'PASSPORT_LOG'), 0),
      read: (cid) => store.get(cid),
      signedMark: await new SignedMarkFile(config.paths.signedMark).read(),
    });
  } finally {
    await store.close();
    await database.close();
  }
}

describe('kill -9 between any two steps', () => {
  it.each([
    'sealed',
    'mark written',
    'checkpoint stored',
    'blocks stored',
    'manifest recorded',
    'intent stored',
    'signed',
    'broadcast',
    'followed',
  ])('after: %s', async (point) => {
    await write(`crash-${point.replace(' ', '-')}`);
    const crashing = run('./testing/crash-at.ts', point);
    await once(crashing, 'exit');
    expect(crashing.signalCode).toBe('SIGKILL');
    const before = (await anchors()).length;
    const indexer = await startIndexer(stand.config, logger);
    try {
      await expectWhole();
      // What had been begun is finished, not begun again.
      expect((await anchors()).length - before).toBe(point === 'followed' ? 0 : 1);
    } finally {
      await indexer.stop();
    }
  });
});

describe('a leader that is stopped', () => {
  it('is replaced within seconds, and when it goes on it changes nothing', async () => {
    const holder = async () => {
      const row = await app.tx({}, (tx) =>
        tx.row(z.object({ holder: z.string() }), `SELECT holder FROM log.step WHERE step = 'seal'`),
      );
      return row?.holder.split(':')[1];
    };
    const first = run('./main.ts');
    await expect.poll(holder, { timeout: 30_000 }).toBe(String(first.pid));
    const second = run('./main.ts');
    await sleep(3_000);
    first.kill('SIGSTOP');
    await write('while-stopped', 20);
    await expect.poll(holder, { timeout: 20_000 }).toBe(String(second.pid));
    await expectWhole();
    first.kill('SIGCONT');
    await write('while-both-run', 20);
    await expectWhole();
    for (const child of [first, second]) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });
});
