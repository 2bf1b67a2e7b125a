import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startAnvil } from '@luna/local';
import { migrateQueue } from '@luna/queue';
import { privateKeyToAddress } from 'viem/accounts';
import { z } from 'zod';

import { buildRole } from '../../../local/src/build/build-role.ts';
import { ensureContracts } from '../../../local/src/chain/contracts.ts';
import { fundAccount } from '../../../local/src/chain/dev-accounts.ts';
import { livingPid } from '../../../local/src/process/pid-file.ts';
import { apiUrl, stackSettings } from '../../../local/src/stack-settings.ts';
import { createStack } from '../../../local/src/stack.ts';
import { startRoles as startRolesOf } from '../../../local/src/start-roles.ts';
import { writeHomeFiles } from '../../../local/src/write-home-files.ts';
import type { Home } from './home.ts';
import { NO_RATE_LIMITS } from './no-rate-limits.ts';
import type { BenchDatabase } from './stands.ts';

/** The api and the indexer as `npm start` runs them: bundles, in processes of their own. */
export type Roles = {
  api: { url: string; key: string; pid: number };
  indexer: { pid: number };
  stop: () => Promise<void>;
};

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const keyFile = z.object({ key: z.string() });

/** Starts a development chain with the contract on it, the indexer and the api over `database`. */
export async function startRoles(home: Home, database: BenchDatabase): Promise<Roles> {
  const { config, secrets, log } = home;
  const stack = createStack(config);
  const stop = () => stack.stop();
  try {
    const anvil = await startAnvil({ port: config.CHAIN_PORT, ...stack.files('chain') });
    stack.adopt(anvil.child);
    const anchorer = privateKeyToAddress(secrets.anchorerKey);
    await fundAccount(anvil.url, anchorer);
    const { paths } = config;
    const contract = await ensureContracts({ root, paths, rpcUrl: anvil.url, log, anchorer });
    await migrateQueue(database.queueUrl);
    const settings = {
      ...stackSettings({ config, secrets, log, contract }),
      DATABASE_URL: database.appUrl,
      DATABASE_DIRECT_URL: database.appUrl,
      AUTH_DATABASE_URL: database.authUrl,
      PUBLIC_DATABASE_URL: database.publicUrl,
      PLATFORM_DATABASE_URL: database.platformUrl,
      INDEXER_DATABASE_URL: database.indexerUrl,
      AUDIT_DATABASE_URL: database.auditUrl,
      QUEUE_DATABASE_URL: database.queueUrl,
      ...NO_RATE_LIMITS,
    };
    const trust = {
      chainId: 31_337,
      passportLog: contract.passportLog,
      origin: log.origin,
      logKeys: [log.vkey],
    };
    const url = apiUrl(config);
    writeHomeFiles(paths, { url, trust, settings });
    const api = (await buildRole(root, 'api')).entry;
    const indexer = (await buildRole(root, 'indexer')).entry;
    await startRolesOf(stack, config, { api, indexer }, settings, () => undefined);
    const { key } = keyFile.parse(JSON.parse(readFileSync(paths.key, 'utf8')));
    const pid = (role: 'api' | 'indexer') => livingPid(stack.files(role).pidFile) ?? 0;
    return { api: { url, key, pid: pid('api') }, indexer: { pid: pid('indexer') }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
