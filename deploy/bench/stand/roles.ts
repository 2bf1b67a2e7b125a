import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startAnvil } from '@luna/local';
import { migrateQueue } from '@luna/queue';
import { privateKeyToAddress } from 'viem/accounts';
import { z } from 'zod';

import { buildRole } from '../../local/src/build/build-role.ts';
import { ensureContracts } from '../../local/src/chain/contracts.ts';
import { fundAccount } from '../../local/src/chain/dev-accounts.ts';
import { startChild } from '../../local/src/process/child.ts';
import { waitForFile, waitForHealth } from '../../local/src/process/wait-for-health.ts';
import { apiUrl, stackSettings } from '../../local/src/stack-settings.ts';
import { writeHomeFiles } from '../../local/src/write-home-files.ts';
import type { Home } from './home.ts';
import type { BenchDatabase } from './stands.ts';

/** The api and the indexer as `npm start` runs them: bundles, in processes of their own. */
export type Roles = {
  api: { url: string; key: string; pid: number };
  indexer: { pid: number };
  stop: () => Promise<void>;
};

const root = fileURLToPath(new URL('../../../', import.meta.url));
const keyFile = z.object({ key: z.string() });

/** Starts a development chain with the contract on it, the indexer and the api over `database`. */
export async function startRoles(home: Home, database: BenchDatabase): Promise<Roles> {
  const { config, secrets, log } = home;
  const file = (name: string) => `${config.paths.logs}/${name}.log`;
  const anvil = await startAnvil({ port: config.CHAIN_PORT, logFile: file('chain') });
  const ends = [() => anvil.stop()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const anchorer = privateKeyToAddress(secrets.anchorerKey);
    await fundAccount(anvil.url, anchorer);
    const { paths } = config;
    const contract = await ensureContracts({ root, paths, rpcUrl: anvil.url, log, anchorer });
    await migrateQueue(database.queueUrl);
    const settings = {
      ...stackSettings({ config, secrets, log, contract }),
      DATABASE_URL: database.appUrl,
      DATABASE_DIRECT_URL: database.appUrl,
      INDEXER_DATABASE_URL: database.indexerUrl,
      AUDIT_DATABASE_URL: database.auditUrl,
      QUEUE_DATABASE_URL: database.queueUrl,
    };
    const trust = {
      chainId: 31_337,
      passportLog: contract.passportLog,
      origin: log.origin,
      logKeys: [log.vkey],
    };
    const url = apiUrl(config);
    writeHomeFiles(paths, { url, trust, settings });
    const run = async (role: 'api' | 'indexer') => {
      const { entry } = await buildRole(root, role);
      const env = { ...process.env, ...settings };
      const args = ['--enable-source-maps', entry];
      const logFile = file(role);
      const child = await startChild({ name: role, command: process.execPath, args, env, logFile });
      ends.push(() => child.stop());
      return child;
    };
    const indexer = await run('indexer');
    const api = await run('api');
    await waitForFile(indexer, paths.indexerReady);
    await waitForHealth(api, `${url}/health`);
    const { key } = keyFile.parse(JSON.parse(readFileSync(paths.key, 'utf8')));
    return { api: { url, key, pid: api.pid }, indexer: { pid: indexer.pid }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
