import { readFile } from 'node:fs/promises';

/** Chains whose deployment is committed; a development chain keeps its addresses in LUNA_HOME. */
const COMMITTED_CHAINS = [137, 80_002] as const;

const deployments = new URL('../ignition/deployments/', import.meta.url);

async function readDeployment(chainId: number): Promise<Record<string, unknown> | undefined> {
  try {
    const text = await readFile(
      new URL(`chain-${chainId}/deployed_addresses.json`, deployments),
      'utf8',
    );
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Source text of `addresses.ts`: what Ignition has deployed on the chains whose journal is committed. */
export async function renderAddresses(): Promise<string> {
  const known: Record<number, { passportLog: string; accessManager: string }> = {};
  for (const chainId of COMMITTED_CHAINS) {
    const deployed = await readDeployment(chainId);
    const passportLog = deployed?.['PassportLog#PassportLog'];
    const accessManager = deployed?.['PassportLog#AccessManager'];
    if (typeof passportLog === 'string' && typeof accessManager === 'string') {
      known[chainId] = { passportLog, accessManager };
    }
  }
  return `// Generated from contracts/ by \`npm run gen\`. Do not edit.

export type ContractAddresses = {
  readonly passportLog: \`0x\${string}\`;
  readonly accessManager: \`0x\${string}\`;
};

/** Contracts by chain id. A chain that is missing has no committed deployment. */
export const addresses: Readonly<Record<number, ContractAddresses>> = ${JSON.stringify(known, null, 2)};
`;
}
