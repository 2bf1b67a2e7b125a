import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LunaError } from '@luna/runtime';
import { isAddress } from 'viem';
import type { Address } from 'viem';
import { z } from 'zod';

/** The only chain whose past may be lost, and whose contracts are then deployed anew. */
export const DEVELOPMENT_CHAIN = 31_337;

const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value));

const deploymentSchema = z.strictObject({
  chainId: z.int().positive(),
  passportLog: address,
  accessManager: address,
  pointsBridge: address,
  nbToken: address,
  /** Number of the block in which the PassportLog was created: there the events of all begin. */
  block: z.int().nonnegative(),
});

/** What versions before the bridge recorded. */
const withoutBridge = deploymentSchema
  .omit({ pointsBridge: true, nbToken: true })
  .extend({ chainId: z.literal(DEVELOPMENT_CHAIN) });

/** Where the contracts of a house live. */
export type Deployment = z.infer<typeof deploymentSchema>;

/**
 * The finished deployment recorded in a folder, or undefined where there is none. Needs neither chain nor Hardhat.
 * A development chain's record that knows no bridge counts as none: its contracts are deployed anew.
 * @throws LunaError DEPLOYMENT_UNREADABLE when the file is damaged
 */
export async function readDeployment(deploymentDir: string): Promise<Deployment | undefined> {
  const file = fileIn(deploymentDir);
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    return withoutBridge.safeParse(record).success ? undefined : deploymentSchema.parse(record);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new LunaError(
      'DEPLOYMENT_UNREADABLE',
      `${file} is damaged. Restore it, or remove it to deploy again.`,
      { cause },
    );
  }
}

/** Written last and whole, so that a record means a finished deployment. */
export async function writeDeployment(
  deploymentDir: string,
  deployment: Deployment,
): Promise<void> {
  await mkdir(deploymentDir, { recursive: true });
  const file = fileIn(deploymentDir);
  await writeFile(`${file}.new`, `${JSON.stringify(deployment, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function fileIn(deploymentDir: string): string {
  return join(deploymentDir, 'deployment.json');
}
