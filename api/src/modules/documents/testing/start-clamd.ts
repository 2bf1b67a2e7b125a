import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from '@luna/local/testing';
import { vi } from 'vitest';
import { clamdScanner } from '../data/clamd-scanner.ts';

/** Why tests with a real clamd are skipped; stands in their names. */
export const CLAMD_NEEDED = 'needs clamd (Debian: clamav-daemon)';
/** The test file of EICAR, which every scanner knows; in two parts, or scanners find it here. */
export const EICAR = Buffer.from(
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
);

export const hasClamd = () => findBinary('clamd') !== undefined;

/** A clamd of our own that knows one signature and takes files of up to `limit` bytes. */
export async function startClamd(limit: number): Promise<{ url: string; stop(): Promise<void> }> {
  const binary = findBinary('clamd');
  if (binary === undefined) throw new Error(`This test ${CLAMD_NEEDED}.`);
  const folder = await mkdtemp(join(tmpdir(), 'luna-clamd-'));
  const socket = join(folder, 'clamd.sock');
  await writeFile(join(folder, 'luna.ndb'), `Luna.Test.Eicar:0:*:${EICAR.toString('hex')}\n`);
  await writeFile(
    join(folder, 'clamd.conf'),
    [
      `DatabaseDirectory ${folder}`,
      `LocalSocket ${socket}`,
      `StreamMaxLength ${limit}`,
      'Foreground yes',
      'OfficialDatabaseOnly no',
      '',
    ].join('\n'),
  );
  const server = spawn(binary, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const gone = once(server, 'exit');
  const url = `unix://${socket}`;
  await vi.waitFor(() => clamdScanner(url).ping(), { timeout: 20_000, interval: 100 });
  return {
    url,
    stop: async () => {
      server.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
