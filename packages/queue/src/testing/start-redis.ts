import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { freePort } from '@luna/local/testing';

export type TestRedis = { port: number; url: string; stop(): Promise<void> };

/** Why the Redis half of a test is skipped; stands in the test's name. */
export const REDIS_NEEDED = 'needs a redis-server binary on PATH';

export function hasRedis(): boolean {
  return findBinary() !== undefined;
}

/** A Redis of our own: loopback, a free port, nothing kept. */
export async function startRedis(): Promise<TestRedis> {
  const binary = findBinary();
  if (binary === undefined) throw new Error(`This test ${REDIS_NEEDED}.`);
  const folder = await mkdtemp(join(tmpdir(), 'luna-redis-'));
  const port = await freePort();
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', folder];
  const server = spawn(binary, [...options, '--appendonly', 'no'], { stdio: 'pipe' });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    void gone.then(() => reject(new Error('Redis did not start.')));
  });
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function findBinary(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, 'redis-server'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
