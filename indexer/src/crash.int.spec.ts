import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listAnchors } from '@luna/chain';
import { append, bigint, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createLogger } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startIndexer } from './indexer.ts';
import { readHead } from './seal/log-head.ts';
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

/** Whatever happened before: every event sealed once, one anchor a size, the newest over all. */
async function expectWhole(): Promise<void> {
  const total = await events();
  await expect
    .poll(async () => (await anchors()).findLast((anchor) => anchor.finalised)?.size, {
      timeout: 30_000,
      interval: 200,
    })
    .toBe(total);
  const all = await anchors();
  expect(all.map((anchor) => anchor.index)).toEqual(all.map((_, i) => i + 1));
  expect(new Set(all.map((anchor) => anchor.size)).size).toBe(all.length);
  const leaves = z.object({ n: bigint, low: bigint, high: bigint });
  const row = await app.tx({}, (tx) =>
    tx.row(
      leaves,
      'SELECT count(*) AS n, min(leaf_index) AS low, max(leaf_index) AS high FROM log.leaf',
    ),
  );
  expect(row).toEqual({ n: total, low: 0, high: (total ?? 0) - 1 });
  expect((await app.tx({}, readHead))?.size).toBe(total);
}

describe('kill -9 between any two steps', () => {
  it.each([
    'sealed',
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
