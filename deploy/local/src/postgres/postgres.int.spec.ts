import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../process/free-port.ts';
import { processStart } from '../process/process-start.ts';
import { startPostgres } from './postgres.ts';

describe('startPostgres', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'luna-postgres-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const options = async () => ({
    dataDir: join(folder, 'data'),
    port: await freePort(),
    password: 'only-for-this-test',
    logFile: join(folder, 'postgres.log'),
  });
  /** As `kill -9` and a power cut leave it: a lock file, and nobody who removes it. */
  const lockFor = (pid: number) =>
    writeFileSync(join(folder, 'data/postmaster.pid'), `${pid}\n${folder}/data\n`);
  const startsAgain = async () => {
    const server = await startPostgres(await options());
    await server.stop();
  };

  beforeAll(startsAgain);

  it('starts when another program has the pid of the lock file', async () => {
    lockFor(process.pid);
    await startsAgain();
  });

  it('starts while the killed server is a zombie that nobody has reaped', async () => {
    // The shell becomes a `sleep`, which never asks how its child ended.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const zombie = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (pid: Buffer) => resolve(Number(pid.toString())));
    });
    while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await sleep(10);
    process.kill(zombie, 'SIGKILL');
    while (processStart(zombie) !== undefined) await sleep(10);
    expect(process.kill(zombie, 0)).toBe(true);
    lockFor(zombie);
    await startsAgain();
    parent.kill();
  });

  it('refuses a data folder whose server runs, and leaves that one alone', async () => {
    const running = await startPostgres(await options());
    await expect(startPostgres(await options())).rejects.toMatchObject({
      code: 'POSTGRES_NOT_STARTED',
      message: expect.stringContaining('lock file "postmaster.pid" already exists') as unknown,
    });
    expect(running.child.running()).toBe(true);
    await running.stop();
  });
});
