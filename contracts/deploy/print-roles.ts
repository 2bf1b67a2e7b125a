import { addresses } from '@luna/contracts-abi';
import { createPublicClient, http } from 'viem';
import { readDeployment } from './deployment.ts';
import { readRoles } from './read-roles.ts';

/**
 * `node --import @oxc-node/core/register contracts/deploy/print-roles.ts RPC_URL [FOLDER]`: who may do what. FOLDER holds
 * a `deployment.json` (`$LUNA_HOME/chain` in development); without it the committed addresses of the chain are used.
 */
const [rpcUrl, folder] = process.argv.slice(2);
if (rpcUrl === undefined) throw new RangeError('usage: print-roles.ts RPC_URL [FOLDER]');
const client = createPublicClient({ transport: http(rpcUrl) });
const chainId = await client.getChainId();
const committed = addresses[chainId];
const deployment =
  folder === undefined
    ? committed && { ...committed, chainId, block: 0 }
    : await readDeployment(folder);
if (deployment === undefined) throw new RangeError(`no deployment is known on chain ${chainId}`);

const { members, calls, anchorer } = await readRoles(client, deployment);
const lines = [
  `anchorer       ${anchorer}  anchor`,
  ...members.map(({ role, account, delay }) => {
    const may = calls.filter((call) => call.role === role).map(({ call }) => call);
    const when = delay === 0 ? 'at once' : `${delay} s after scheduling`;
    return `${role.padEnd(14)} ${account}  ${when}: ${may.join(', ')}`;
  }),
  `minter of NB   ${deployment.pointsBridge}  for ever`,
];
process.stdout.write(`${lines.join('\n')}\n`);
