import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LunaError } from '@luna/runtime';
import { createPublicClient, http, isAddressEqual } from 'viem';
import type { Hex, PublicClient } from 'viem';
import { DEVELOPMENT_CHAIN, readDeployment, writeDeployment } from './deployment.ts';
import type { Deployment } from './deployment.ts';
import type { PassportLogParameters } from './parameters.ts';
import { signingProvider } from './signing-provider.ts';

export type DeployOptions = {
  rpcUrl: string;
  deployerKey: Hex;
  params: PassportLogParameters;
  /** Holds `deployment.json` (the result) and `ignition/` (the journal from which a broken deployment resumes). */
  deploymentDir: string;
};

/**
 * Deploys PassportLog, PointsBridge with its NBToken, and their AccessManager with Hardhat Ignition's engine and the committed bytecode: no compiler, no
 * network but the RPC. Returns the recorded deployment when it is already on the chain. A development chain that has
 * lost it (power cut) gets a new one; on every other chain that is an error.
 * @throws LunaError ADMIN_IS_DEPLOYER, DEPLOYMENT_NOT_ON_CHAIN, DEPLOYMENT_UNREADABLE, DEPLOYMENT_FAILED
 */
export async function deployPassportLog(options: DeployOptions): Promise<Deployment> {
  const { rpcUrl, deployerKey, params, deploymentDir } = options;
  const provider = signingProvider(rpcUrl, deployerKey);
  if (isAddressEqual(params.admin, provider.address)) {
    throw new LunaError(
      'ADMIN_IS_DEPLOYER',
      'The deployer gives up its rights, so the administrator has to be another account.',
    );
  }
  const client = createPublicClient({ transport: http(rpcUrl) });
  const chainId = await client.getChainId();
  const known = await readDeployment(deploymentDir);
  if (known && (await isOnChain(client, known, chainId))) return known;
  if (known && chainId !== DEVELOPMENT_CHAIN) {
    throw new LunaError(
      'DEPLOYMENT_NOT_ON_CHAIN',
      `Chain ${chainId} has no contract at ${known.passportLog}, where ${deploymentDir} says it is. Check RPC_URLS.`,
      { details: { chainId, passportLog: known.passportLog } },
    );
  }

  const automined = chainId === DEVELOPMENT_CHAIN;
  const journal = join(deploymentDir, 'ignition');
  // What a development chain had deployed may be gone with its last seconds, and costs nothing to repeat.
  if (automined) await rm(journal, { recursive: true, force: true });
  const { runIgnition } = await import('./run-ignition.ts');
  const { creation, ...contracts } = await runIgnition(provider, params, journal, automined);
  const { blockNumber } = await client.getTransactionReceipt({ hash: creation });
  const deployment = { chainId, ...contracts, block: Number(blockNumber) };
  await writeDeployment(deploymentDir, deployment);
  return deployment;
}

async function isOnChain(
  client: PublicClient,
  known: Deployment,
  chainId: number,
): Promise<boolean> {
  if (known.chainId !== chainId) return false;
  return (await client.getCode({ address: known.passportLog })) !== undefined;
}
