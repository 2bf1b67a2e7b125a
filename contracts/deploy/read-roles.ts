import {
  accessManagerAbi,
  PASSPORT_LOG_SELECTORS,
  passportLogAbi,
  POINTS_BRIDGE_SELECTORS,
} from '@luna/contracts-abi';
import { getContract } from 'viem';
import type { Address, PublicClient } from 'viem';
import type { Deployment } from './deployment.ts';
import { ADMIN, GUARDIAN, PAUSER, WATCHER } from './roles.ts';

const NAMES = new Map([
  [ADMIN, 'administrator'],
  [GUARDIAN, 'guardian'],
  [WATCHER, 'watcher'],
  [PAUSER, 'pauser'],
]);

/** Every call that asks the AccessManager. */
export const RESTRICTED_CALLS = [
  ...(['freeze', 'confirm', 'appoint', 'retire', 'addLogKey', 'endLogKey'] as const).map(
    (call) => ({ contract: 'passportLog', call, selector: PASSPORT_LOG_SELECTORS[call] }) as const,
  ),
  ...(['pause', 'unpause', 'setMaturity', 'setLimit'] as const).map(
    (call) =>
      ({ contract: 'pointsBridge', call, selector: POINTS_BRIDGE_SELECTORS[call] }) as const,
  ),
];

/** Who may do what, as the chain says now. */
export type Roles = {
  /** Accounts that hold a role, and how many seconds after scheduling a call they may make it. */
  members: { role: string; account: Address; delay: number }[];
  /** The role that may make each restricted call. */
  calls: { call: string; role: string }[];
  /** May anchor; zero when the log is frozen or retired. */
  anchorer: Address;
};

/**
 * Reads who holds which role, and which role may make which call. The accounts that ever got a role come from the
 * manager's events, so the node has to serve those of all blocks; everything else is asked of the present state.
 */
export async function readRoles(client: PublicClient, deployment: Deployment): Promise<Roles> {
  const { accessManager, passportLog } = deployment;
  const manager = getContract({ address: accessManager, abi: accessManagerAbi, client });
  const log = getContract({ address: passportLog, abi: passportLogAbi, client });

  const granted = await client.getContractEvents({
    address: accessManager,
    abi: accessManagerAbi,
    eventName: 'RoleGranted',
    fromBlock: 0n,
    strict: true,
  });
  const ever = new Map(granted.map(({ args }) => [`${args.roleId} ${args.account}`, args]));
  const held = await Promise.all(
    [...ever.values()].map(async ({ roleId, account }) => {
      const [holds, delay] = await manager.read.hasRole([roleId, account]);
      return holds ? [{ role: nameOf(roleId), account, delay }] : [];
    }),
  );
  const calls = await Promise.all(
    RESTRICTED_CALLS.map(async ({ contract, call, selector }) => {
      const role = await manager.read.getTargetFunctionRole([deployment[contract], selector]);
      return { call: `${contract}.${call}`, role: nameOf(role) };
    }),
  );
  const [, , anchorer] = await log.read.head();
  const members = held.flat().sort((a, b) => a.role.localeCompare(b.role));
  return { members, calls, anchorer };
}

function nameOf(role: bigint): string {
  return NAMES.get(role) ?? `role ${role}`;
}
