import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { livingPid } from './process/pid-file.ts';
import { pidFile, STOP_ORDER } from './process/leftovers.ts';
import { processStart } from './process/process-start.ts';
import { freePorts, runStack } from './testing/run-stack.ts';
import type { StackPorts, StackRun } from './testing/run-stack.ts';
import { makeStubRoot } from './testing/stub-root.ts';

const READY = /Luna Passport is ready/;

/** The ports are this test's own: whatever answers on one of them was started by it. */
function pidsOf(home: string): number[] {
  return STOP_ORDER.flatMap((name) => livingPid(pidFile(join(home, 'run'), name)) ?? []);
}

async function isTaken(port: string): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch {
    return false;
  }
}

/** Everything answers at WEB_PORT: the page's settings, the api behind its paths, our headers. */
async function expectOneOrigin(ports: StackPorts, trust: string): Promise<void> {
  const origin = `http://localhost:${ports.WEB_PORT}`;
  const settings = await fetch(`${origin}/config.json`);
  expect(await settings.json()).toEqual({
    trust: JSON.parse(trust) as unknown,
    rpcUrls: [`http://127.0.0.1:${ports.CHAIN_PORT}`],
    ipfsGateways: [origin],
    apiUrl: origin,
  });
  expect(settings.headers.get('content-security-policy')).toContain(
    `connect-src 'self' http://127.0.0.1:${ports.CHAIN_PORT}`,
  );
  for (const path of ['/api/v1/x?y=1', '/log/checkpoint', '/health', '/01/123', '/p/DP-1']) {
    const answer = await fetch(`${origin}${path}`, { headers: { 'x-forwarded-for': '6.6.6.6' } });
    expect(await answer.json()).toEqual({ path, for: expect.stringMatching(/127|::1/) as unknown });
    // The api's own word on a header stands, the others are added.
    expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
  const page = await fetch(`${origin}/p/DP-1`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect((await fetch(`${origin}/logs`)).status).toBe(404);
}

const settingsSchema = z.object({ INDEXER_DATABASE_URL: z.string() });

/** Writes into the records that the development chain was final up to this block. */
async function remember(home: string, block: number): Promise<void> {
  const text = readFileSync(join(home, 'secrets/config.json'), 'utf8');
  const { INDEXER_DATABASE_URL } = settingsSchema.parse(JSON.parse(text));
  const client = new pg.Client({ connectionString: INDEXER_DATABASE_URL });
  await client.connect();
  await client.query(
    `INSERT INTO chain.cursor (chain_id, start_block, head_number, head_hash, finalised_number, finalised_hash)
     VALUES (31337, 0, $1, $2, $1, $2)`,
    [block, Buffer.alloc(32, 7)],
  );
  await client.end();
}

describe('npm start', { timeout: 180_000 }, () => {
  let root: string;
  let parent: string;
  let home: string;
  let ports: StackPorts;
  let running: StackRun[];

  const start = (env: Record<string, string> = {}) => {
    const run = runStack(root, { LUNA_HOME: home, ...ports, ...env });
    running.push(run);
    return run;
  };
  const stop = async (run: StackRun) => {
    run.kill('SIGTERM');
    return run.ended;
  };

  beforeAll(() => {
    root = makeStubRoot();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'luna-home-'));
    chmodSync(parent, 0o700);
    home = join(parent, 'luna');
    ports = await freePorts();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map(stop));
    for (const pid of pidsOf(home)) process.kill(pid, 'SIGKILL');
    rmSync(parent, { recursive: true, force: true });
  });

  it('starts below a 0700 folder, serves one origin, stops leaving nothing, and finds all again', async () => {
    const first = start();
    await first.until(READY);
    const trust = readFileSync(join(home, 'trust.json'), 'utf8');
    const key = readFileSync(join(home, 'key'), 'utf8');
    const pids = pidsOf(home);
    expect(pids).toHaveLength(4);
    for (const file of readdirSync(join(home, 'secrets'))) {
      expect(statSync(join(home, 'secrets', file)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(home, 'key')).mode & 0o777).toBe(0o600);
    await expectOneOrigin(ports, trust);

    expect(await stop(first)).toBe(0);
    expect(pids.filter((pid) => processStart(pid) !== undefined)).toEqual([]);
    expect(first.output()).toMatch(/indexer\s+api\s+chain\s+postgres\s+Stopped/);

    const second = start();
    await second.until(READY);
    expect(second.output()).not.toMatch(/behind the records/);
    expect(readFileSync(join(home, 'trust.json'), 'utf8')).toBe(trust);
    expect(readFileSync(join(home, 'key'), 'utf8')).toBe(key);
  });

  it('cleans up after kill -9 and starts again', async () => {
    const killed = start();
    await killed.until(READY);
    const orphans = pidsOf(home);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(orphans.every((pid) => processStart(pid) !== undefined)).toBe(true);

    const next = start();
    await next.until(READY);
    expect(next.output()).toMatch(/had left running: indexer, api, chain, postgres/);
    expect(orphans.filter((pid) => processStart(pid) !== undefined)).toEqual([]);
  });

  it('starts again after a power cut, also when the chain has forgotten its contract', async () => {
    const cut = start();
    await cut.until(READY);
    const trust = readFileSync(join(home, 'trust.json'), 'utf8');
    const children = pidsOf(home);
    cut.kill('SIGKILL');
    for (const pid of children) process.kill(pid, 'SIGKILL');
    await cut.ended;
    rmSync(join(home, 'chain/state.json'), { force: true });

    await start().until(READY);
    expect(readFileSync(join(home, 'trust.json'), 'utf8')).toBe(trust);
  });

  it('stops everything when a part of it dies, and says which and why', async () => {
    const run = start();
    await run.until(READY);
    const indexer = livingPid(pidFile(join(home, 'run'), 'indexer'));
    if (indexer !== undefined) process.kill(indexer, 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/indexer was ended by SIGKILL.*last lines.*\n.*anchors to 0x/);
    expect(pidsOf(home)).toEqual([]);
  });

  it('stops cleanly while it is still starting', async () => {
    const run = start();
    await run.until(/✓ PostgreSQL/);
    expect(await stop(run)).toBe(0);
    expect(pidsOf(home)).toEqual([]);
  });

  it('names a busy port and the variable that moves it in one line, and starts nothing', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(Number(ports.CHAIN_PORT), '127.0.0.1', resolve);
    });
    const run = start();
    expect(await run.ended).toBe(1);
    server.close();
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(run.output()).toContain(`Port ${ports.CHAIN_PORT}`);
    expect(run.output()).toContain('CHAIN_PORT=');
    expect(pidsOf(home)).toEqual([]);
  });

  it('refuses a second stack in the same folder, but runs one beside it in another', async () => {
    const one = start();
    await one.until(READY);
    const same = start({ ...(await freePorts()) });
    expect(await same.ended).toBe(1);
    expect(same.output()).toMatch(/Another stack \(process \d+\) runs in this folder.*LUNA_HOME/);

    const otherPorts = await freePorts();
    const beside = start({ ...otherPorts, LUNA_HOME: join(parent, 'other') });
    await beside.until(READY);
    expect(await isTaken(ports.WEB_PORT)).toBe(true);
    expect(await isTaken(otherPorts.WEB_PORT)).toBe(true);
  });

  it('says that the chain lost blocks which the records remember', async () => {
    const first = start();
    await first.until(READY);
    await remember(home, 1_000);
    await stop(first);
    const second = start();
    await second.until(READY);
    expect(second.output()).toMatch(/The chain is \d+ blocks behind the records/);
  });
});
