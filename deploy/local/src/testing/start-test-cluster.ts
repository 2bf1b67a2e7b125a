import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newPasswords } from '@luna/database';

import { freePort } from '../process/free-port.ts';
import { startPostgres } from '../postgres/postgres.ts';
import type { TestCluster } from './test-cluster.ts';

export interface RunningTestCluster extends TestCluster {
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

const ATTEMPTS = 3;

/**
 * A PostgreSQL of its own for one run of the tests: the product's settings, except that a power
 * cut may lose it. `settings` adds differences (a benchmark turns fsync on again).
 */
export async function startTestCluster(
  settings: Readonly<Record<string, string>> = { fsync: 'off', full_page_writes: 'off' },
): Promise<RunningTestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'luna-test-'));
  const cluster = { adminPassword: randomBytes(24).toString('hex'), passwords: newPasswords() };
  for (let attempt = 1; ; attempt += 1) {
    // Another process may take the port between the question and the start.
    const port = await freePort();
    try {
      const server = await startPostgres({
        dataDir: join(folder, 'data'),
        port,
        password: cluster.adminPassword,
        logFile: join(folder, 'postgres.log'),
        settings: { shared_buffers: '128MB', ...settings },
      });
      const stop = async () => {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      };
      return { ...cluster, port, stop };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
