import { LunaError } from '@luna/runtime';

import type { ChainClients } from '../chain-clients.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';
import type { BlockId } from './position.ts';

/** How many of `nodes` must say the same: 2 of 3, a majority of more, all when fewer. */
export function quorumOf(nodes: number): number {
  return nodes < 3 ? nodes : Math.floor(nodes / 2) + 1;
}

/** What one node says is final; silence is null. */
interface Saying {
  node: ChainRpc;
  number: number;
}

/**
 * The newest block at or below `highest` that a quorum of nodes calls final (`finalized` tag) under
 * the same hash. Null when too few answer or are that far: that is lag.
 * @throws LunaError CHAIN_NODES_DISAGREE when nodes call different blocks of one number final: an incident.
 */
export async function finalisedBlock(
  { nodes, settings }: Pick<ChainClients, 'nodes' | 'settings'>,
  highest: number,
): Promise<BlockId | null> {
  const quorum = quorumOf(nodes.length);
  const sayings = (await Promise.all(nodes.map(askFinalised))).filter((saying) => saying !== null);
  const agreed = sayings.map(({ number }) => number).sort((a, b) => b - a)[quorum - 1];
  if (agreed === undefined) return null;
  const number = Math.min(agreed, highest);
  const able = sayings.filter((saying) => saying.number >= number);
  const hashes = (
    await Promise.all(able.map(({ node }) => orSilence(node.header(number))))
  ).flatMap((header) => (header === null ? [] : [header.hash]));
  const [hash] = hashes;
  if (hash === undefined) return null;
  if (hashes.some((other) => other !== hash)) {
    throw new LunaError(
      'CHAIN_NODES_DISAGREE',
      `Nodes of ${settings.name} disagree about final block ${number}. Nothing is followed until a person has looked`,
      { details: { chainId: settings.id, block: number } },
    );
  }
  return hashes.length >= quorum ? { number, hash } : null;
}

async function askFinalised(node: ChainRpc): Promise<Saying | null> {
  const header = await orSilence(node.header('finalized'));
  return header === null ? null : { node, number: header.number };
}

async function orSilence<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch {
    return null;
  }
}
