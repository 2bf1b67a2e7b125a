import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { migrateQueue } from '@luna/queue';
import { z } from 'zod';

import { buildRole } from '../../../local/src/build/build-role.ts';
import { ROLE_ARGUMENTS } from '../../../local/src/build/role-arguments.ts';
import { waitForHealth } from '../../../local/src/process/wait-for-health.ts';
import { writeBootstrapKey } from '../../../local/src/secrets/bootstrap-key.ts';
import { createStack } from '../../../local/src/stack.ts';
import { apiUrl } from '../../../local/src/stack-settings.ts';
import { createHome } from './home.ts';
import { NO_RATE_LIMITS } from './no-rate-limits.ts';
import type { BenchDatabase, Stands } from './stands.ts';

/** The api in a process of its own, without indexer and chain. */
export type ApiAlone = { url: string; key: string; pid: number; stop: () => Promise<void> };

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const keyFile = z.object({ key: z.string() });

/**
 * Starts the bundle that `npm start` runs over a database; rate limits are out of the way. `worker`: with
 * the worker in the same process; `heapMb`: MB that its heap may have, for what it holds rather than has not
 * collected yet.
 */
export async function startApiAlone(
  stands: Stands,
  database: BenchDatabase,
  { worker = false, heapMb }: { worker?: boolean; heapMb?: number } = {},
): Promise<ApiAlone> {
  const { config, secrets } = await createHome(stands);
  const url = apiUrl(config);
  await migrateQueue(database.queueUrl);
  writeBootstrapKey(config.paths.key, url);
  const stack = createStack(config);
  stands.onStop(() => stack.stop());
  const child = await stack.start({
    name: 'api',
    command: process.execPath,
    args: [
      ...ROLE_ARGUMENTS,
      ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]),
      (await buildRole(root, 'api')).entry,
      ...(worker ? [] : ['api']),
    ],
    env: {
      ...process.env,
      LUNA_HOME: config.paths.home,
      API_PORT: String(config.API_PORT),
      LOG_LEVEL: config.LOG_LEVEL,
      MASTER_KEY_HEX: secrets.masterKey,
      DATABASE_URL: database.appUrl,
      AUTH_DATABASE_URL: database.authUrl,
      PUBLIC_DATABASE_URL: database.publicUrl,
      PLATFORM_DATABASE_URL: database.platformUrl,
      QUEUE_DATABASE_URL: database.queueUrl,
      ...NO_RATE_LIMITS,
    },
  });
  await waitForHealth(child, `${url}/health/db`);
  const { key } = keyFile.parse(JSON.parse(readFileSync(config.paths.key, 'utf8')));
  return { url, key, pid: child.pid, stop: () => stack.stop() };
}
