import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary, freePort } from '@luna/local/testing';
import { vi } from 'vitest';
import type { S3Place } from '../data/s3-blob-store.ts';

/** Why tests with a real S3 server are skipped; stands in their names. */
export const S3_NEEDED = 'needs versitygw (on PATH, or VERSITYGW_BIN)';

const binary = findBinary('versitygw', process.env['VERSITYGW_BIN']);

export const hasS3 = () => binary !== undefined;

export type TestS3 = { place: S3Place; folder: string; stop: () => Promise<void> };

/** An S3 server of our own over a folder, whose one bucket is empty. */
export async function startS3(): Promise<TestS3> {
  if (binary === undefined) throw new Error(`This test ${S3_NEEDED}.`);
  const home = await mkdtemp(join(tmpdir(), 'luna-s3-'));
  const bucket = 'luna-test';
  await mkdir(join(home, bucket));
  const address = `127.0.0.1:${await freePort()}`;
  const [accessKey, secretKey, region] = ['access-of-test', 'secret-of-test', 'eu-test-1'];
  const login = ['--access', accessKey, '--secret', secretKey, '--region', region];
  const options = ['--port', address, ...login, '--quiet', 'posix', '--nometa', home];
  const server = spawn(binary, options, { stdio: 'ignore' });
  const gone = once(server, 'exit');
  const endpoint = `http://${address}`;
  await vi.waitFor(() => fetch(endpoint), { timeout: 10_000, interval: 50 });
  return {
    place: { endpoint, bucket, region, accessKey, secretKey },
    folder: join(home, bucket),
    stop: async () => {
      server.kill('SIGTERM');
      await gone;
      await rm(home, { recursive: true, force: true });
    },
  };
}
