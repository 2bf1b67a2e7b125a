import { deploy, listTransactions } from '@nomicfoundation/ignition-core';
import { LunaError } from '@luna/runtime';
import { getAddress, isHex } from 'viem';
import type { Hex } from 'viem';
import lunaModule from '../ignition/modules/luna.ts';
import { committedArtifacts } from './artifacts.ts';
import type { Deployment } from './deployment.ts';
import type { PassportLogParameters } from './parameters.ts';
import type { SigningProvider } from './signing-provider.ts';

/** What Ignition has put on the chain, and the transaction that created the log. */
export type IgnitionResult = Omit<Deployment, 'chainId' | 'block'> & { creation: Hex };

/**
 * Runs the module with Ignition's engine, resuming what `journal` holds. A file of its own, because the engine takes a
 * second to load and a start that finds its contracts does without.
 * @param automined whether every transaction is a block at once, so that polling may be quick
 * @throws LunaError DEPLOYMENT_FAILED, with Ignition's account of it as the cause
 */
export async function runIgnition(
  provider: SigningProvider,
  params: PassportLogParameters,
  journal: string,
  automined: boolean,
): Promise<IgnitionResult> {
  const result = await deploy({
    config: automined ? { blockPollingInterval: 50 } : {},
    artifactResolver: committedArtifacts,
    provider,
    deploymentDir: journal,
    ignitionModule: lunaModule,
    deploymentParameters: { Luna: { ...params } },
    accounts: [provider.address],
  });
  const contracts = 'contracts' in result ? result.contracts : {};
  const passportLog = contracts['Luna#PassportLog'];
  const accessManager = contracts['Luna#AccessManager'];
  const pointsBridge = contracts['Luna#PointsBridge'];
  const nbToken = contracts['Luna#NBToken'];
  const transactions = await listTransactions(journal, committedArtifacts);
  const creation = transactions.find(({ address }) => address === passportLog?.address)?.txHash;
  if (!passportLog || !accessManager || !pointsBridge || !nbToken || !isHex(creation)) {
    throw new LunaError(
      'DEPLOYMENT_FAILED',
      `Ignition did not finish (${result.type}); ${journal} holds its journal.`,
      { cause: result },
    );
  }
  return {
    passportLog: getAddress(passportLog.address),
    accessManager: getAddress(accessManager.address),
    pointsBridge: getAddress(pointsBridge.address),
    nbToken: getAddress(nbToken.address),
    creation,
  };
}
