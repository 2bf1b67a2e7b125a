import type { Address, Hex } from 'viem';
import { z } from 'zod';

import type { Lab } from './lab.ts';

/** A contract that emits one anonymous log per call, so that the number of calls can be counted. */
export const BELL: Address = '0x00000000000000000000000000000000000BE110';
export const RING: Hex = '0x01';

/** PUSH0 PUSH0 LOG0 STOP */
const RINGS = '0x5f5fa000';
/** PUSH0 PUSH0 REVERT */
const REFUSES = '0x5f5ffd';

/** Puts the contract on the chain without a transaction. */
export async function hangBell(lab: Lab, works = true): Promise<void> {
  await lab.rpc('anvil_setCode', [BELL, works ? RINGS : REFUSES]);
}

/** How often it was called on the node's present branch. */
export async function countRings(lab: Lab): Promise<number> {
  const filter = { address: BELL, fromBlock: '0x0', toBlock: 'latest' };
  return z.array(z.unknown()).parse(await lab.rpc('eth_getLogs', [filter])).length;
}
