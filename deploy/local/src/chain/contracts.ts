import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Paths } from '@luna/runtime';
import { toHex } from 'viem';
import type { Address } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { z } from 'zod';

import type { LogIdentity } from '../secrets/log-identity.ts';

/** Anvil's published words: its accounts are nobody's, which is why this is no secret. */
const DEVELOPMENT_WORDS = 'test test test test test test test test test test test junk';
const PARAMETERS = 'contracts/ignition/parameters/development.json';

const parametersSchema = z.object({
  $global: z.object({
    minSpacing: z.number().int(),
    maturity: z.number().int(),
    adminDelay: z.number().int(),
    limit: z.number().int(),
  }),
});

export interface Contract {
  passportLog: Address;
  pointsBridge: Address;
  nbToken: Address;
  /** Block that created it. */
  block: number;
}

export interface ContractOptions {
  /** The repository. */
  root: string;
  paths: Paths;
  rpcUrl: string;
  log: LogIdentity;
  anchorer: Address;
}

/**
 * The contracts of the development chain: the recorded ones where the chain has them, else new
 * ones. The first four development accounts deploy, administer, guard and watch.
 */
export async function ensureContracts(options: ContractOptions): Promise<Contract> {
  const { root, paths, rpcUrl, log, anchorer } = options;
  const committed: unknown = JSON.parse(readFileSync(join(root, PARAMETERS), 'utf8'));
  // Loaded here: the module brings the deployment's tools along, which most commands never need.
  const { deployPassportLog } = await import('@luna/contracts');
  return deployPassportLog({
    rpcUrl,
    deployerKey: privateKeyOf(0),
    deploymentDir: paths.chain,
    params: {
      ...parametersSchema.parse(committed).$global,
      origin: log.origin,
      logKey: toHex(log.publicKey),
      anchorer,
      admin: account(1).address,
      guardian: account(2).address,
      watcher: account(3).address,
    },
  });
}

function account(index: number) {
  return mnemonicToAccount(DEVELOPMENT_WORDS, { addressIndex: index });
}

function privateKeyOf(index: number) {
  const key = account(index).getHdKey().privateKey;
  if (key === null) throw new Error('the development words give no private key');
  return toHex(key);
}
