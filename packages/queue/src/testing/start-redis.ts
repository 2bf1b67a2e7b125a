import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findBinary, freePort } from '@luna/local/testing';

export type TestRedis = { port: number; url: string; stop(): Promise<void> };

/** Why the Redis half of a test is skipped; stands in the test's name. */
export const REDIS_NEEDED = 'needs a redis-server binary on PATH';

export function hasRedis(): boolean {
  return findBinary('redis-server') !== undefined;
}

/** A Redis of our own: loopback, a free port, nothing kept. */
export async function startRedis(): Promise<TestRedis> {
  const binary = findBinary('redis-server');
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
