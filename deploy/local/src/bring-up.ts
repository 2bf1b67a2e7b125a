import type { Config } from '@luna/runtime';
import { privateKeyToAddress } from 'viem/accounts';

import { buildRole } from './build/build-role.ts';
import { buildWeb } from './build/build-web.ts';
import { startAnvil } from './chain/anvil.ts';
import { chainGap } from './chain/chain-gap.ts';
import { ensureContracts } from './chain/contracts.ts';
import { fundAccount } from './chain/dev-accounts.ts';
import { startDevServer } from './gateway/dev-server.ts';
import { startGateway } from './gateway/gateway.ts';
import type { PageConfig } from './gateway/page-config.ts';
import { endLeftovers } from './process/leftovers.ts';
import { checkPorts } from './process/ports.ts';
import { logIdentity } from './secrets/log-identity.ts';
import type { LogIdentity } from './secrets/log-identity.ts';
import { ensureSecrets } from './secrets/secrets.ts';
import type { Secrets } from './secrets/secrets.ts';
import { DEVELOPMENT_CHAIN, apiUrl, chainUrl, roleUrl, stackSettings } from './stack-settings.ts';
import type { Stack } from './stack.ts';
import { migrateDatabase, startDatabase } from './start-database.ts';
import { startRoles } from './start-roles.ts';
import type { Steps } from './steps.ts';
import { writeHomeFiles } from './write-home-files.ts';

export interface BringUp {
  /** The repository. */
  root: string;
  config: Config;
  stack: Stack;
  steps: Steps;
  dev: boolean;
}

/** What a running stack tells its user. */
export interface Facts {
  passportLog: string;
  origin: string;
}

/** Starts everything, one visible step after the other; whatever has started is in `stack`'s care. */
export async function bringUp(context: BringUp): Promise<Facts> {
  const { config, stack, steps } = context;
  await clearTheWay(config, steps);
  const secrets = ensureSecrets(config.paths);
  const log = await logIdentity(secrets.logKey, config.LOG_ORIGIN);
  await steps.run('PostgreSQL', async (note) => {
    const server = await startDatabase(stack, config, secrets);
    note('migrating');
    await migrateDatabase(server.adminUrl, secrets);
    note(`127.0.0.1:${config.POSTGRES_PORT}`);
  });
  const contract = await startChain(context, secrets, log);
  const entries = await steps.run('Building api and indexer', async (note) => {
    const [api, indexer] = [
      await buildRole(context.root, 'api'),
      await buildRole(context.root, 'indexer'),
    ];
    if (!api.built && !indexer.built) note('nothing has changed');
    return { api: api.entry, indexer: indexer.entry };
  });
  const trust = {
    chainId: DEVELOPMENT_CHAIN,
    passportLog: contract.passportLog,
    origin: log.origin,
    logKeys: [log.vkey],
  };
  const settings = stackSettings({ config, secrets, log, contract });
  writeHomeFiles(config.paths, { url: apiUrl(config), trust, settings });
  await steps.run('API and indexer', (note) => startRoles(stack, config, entries, settings, note));
  await startWeb(context, trust);
  return { passportLog: contract.passportLog, origin: log.origin };
}

async function clearTheWay(config: Config, steps: Steps): Promise<void> {
  const leftovers = await endLeftovers(config.paths.run);
  if (leftovers.length > 0) {
    steps.say(`Ended what an interrupted start had left running: ${leftovers.join(', ')}.`);
  }
  const { HOST } = config;
  await checkPorts([
    { variable: 'API_PORT', port: config.API_PORT, host: HOST, purpose: 'the api' },
    { variable: 'WEB_PORT', port: config.WEB_PORT, host: HOST, purpose: 'the web app' },
    {
      variable: 'POSTGRES_PORT',
      port: config.POSTGRES_PORT,
      host: '127.0.0.1',
      purpose: 'PostgreSQL',
    },
    { variable: 'CHAIN_PORT', port: config.CHAIN_PORT, host: '127.0.0.1', purpose: 'the chain' },
  ]);
}

/** The development chain with our contract on it and an anchorer that can pay. */
async function startChain(
  { root, config, stack, steps }: BringUp,
  secrets: Secrets,
  log: LogIdentity,
) {
  const url = chainUrl(config);
  const anchorer = privateKeyToAddress(secrets.anchorerKey);
  await steps.run('Development chain', async (note) => {
    const anvil = await startAnvil({
      port: config.CHAIN_PORT,
      stateFile: config.paths.chainState,
      ...stack.files('chain'),
    });
    stack.adopt(anvil.child);
    await fundAccount(url, anchorer);
    note(url);
  });
  const database = roleUrl(config, 'luna_indexer', secrets.postgres.luna_indexer);
  const gap = await chainGap(database, url, DEVELOPMENT_CHAIN);
  if (gap > 0) {
    steps.say(
      `! The chain is ${gap} blocks behind the records (power cut?); the indexer anchors again.`,
    );
  }
  return steps.run('Contract PassportLog', async (note) => {
    note('deploying');
    const contract = await ensureContracts({
      root,
      paths: config.paths,
      rpcUrl: url,
      log,
      anchorer,
    });
    note(`${contract.passportLog} in block ${contract.block}`);
    return contract;
  });
}

async function startWeb({ root, config, stack, steps, dev }: BringUp, trust: PageConfig['trust']) {
  await steps.run('Web app', async (note) => {
    const options = {
      host: config.HOST,
      port: config.WEB_PORT,
      upstream: apiUrl(config),
      page: { trust, rpcUrls: [chainUrl(config)], ipfsGateways: pageGateways(config) },
    };
    if (dev) {
      const server = await startDevServer(root, options);
      stack.onStop(() => server.close());
      note('development server');
      return;
    }
    note('building');
    const build = await buildWeb(root);
    const server = await startGateway({ ...options, dist: build?.dist });
    stack.onStop(() => server.close());
    note(
      build === undefined
        ? 'there is no page to build yet'
        : build.built
          ? 'built'
          : 'nothing has changed',
    );
  });
}

/** Only gateways somebody chose: the default one is the api, which the page reaches at its own origin. */
function pageGateways(config: Config): string[] {
  return config.IPFS_GATEWAYS.filter((gateway) => gateway !== apiUrl(config));
}
