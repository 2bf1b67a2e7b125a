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

/** The contracts of a finished deployment by the module `Luna`. */
function addressesIn(deployed: Record<string, unknown>): Record<string, string> {
  const ids = {
    passportLog: 'PassportLog',
    accessManager: 'AccessManager',
    pointsBridge: 'PointsBridge',
    nbToken: 'NBToken',
  };
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => {
      const address = deployed[`Luna#${id}`];
      if (typeof address !== 'string')
        throw new RangeError(`the committed journal holds no Luna#${id}`);
      return [name, address];
    }),
  );
}

/** Source text of `addresses.ts`: what Ignition has deployed on the chains whose journal is committed. */
export async function renderAddresses(): Promise<string> {
  const known: Record<number, Record<string, string>> = {};
  for (const chainId of COMMITTED_CHAINS) {
    const deployed = await readDeployment(chainId);
    if (deployed !== undefined) known[chainId] = addressesIn(deployed);
  }
  return `// Generated from contracts/ by \`npm run gen\`. Do not edit.

export type ContractAddresses = {
  readonly passportLog: \`0x\${string}\`;
  readonly accessManager: \`0x\${string}\`;
  readonly pointsBridge: \`0x\${string}\`;
  readonly nbToken: \`0x\${string}\`;
};

/** Contracts by chain id. A chain that is missing has no committed deployment. */
export const addresses: Readonly<Record<number, ContractAddresses>> = ${JSON.stringify(known, null, 2)};
`;
}
