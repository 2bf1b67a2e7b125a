import { LunaError } from '@luna/runtime';
import { createPublicClient, fallback, http } from 'viem';
import type { PublicClient, Transport } from 'viem';

import { chainSettings } from './chain-settings.ts';
import type { ChainSettings } from './chain-settings.ts';
import { ChainRpc } from './rpc/chain-rpc.ts';

export interface ChainClients {
  readonly settings: ChainSettings;
  /** All nodes behind one door: the next is asked when one fails. For contract reads. */
  readonly client: PublicClient;
  /** The same door, with every answer parsed. For everything this package does. */
  readonly rpc: ChainRpc;
  /** Each node by itself, for questions that need a quorum. */
  readonly nodes: readonly ChainRpc[];
}

export interface ChainClientOptions {
  chainId: number;
  /** RPC_URLS: one or more nodes, the preferred one first. */
  urls: readonly string[];
  timeoutMs?: number;
  /** How often a node, and the list of them, is asked again; 0 for who has somebody waiting. Default 2. */
  retries?: number;
}

/**
 * Clients for the nodes of one chain. Nothing is asked yet; see {@link assertChainId}.
 * @throws LunaError CHAIN_UNKNOWN, CHAIN_NO_NODES.
 */
export function createChainClients({
  chainId,
  urls,
  timeoutMs = 10_000,
  retries = 2,
}: ChainClientOptions): ChainClients {
  const settings = chainSettings(chainId);
  if (urls.length === 0) throw new LunaError('CHAIN_NO_NODES', 'RPC_URLS names no node');
  const transports = urls.map((url) =>
    http(url, { batch: { batchSize: 50 }, retryCount: retries, timeout: timeoutMs }),
  );
  const toAny =
    transports.length === 1 ? transports : [fallback(transports, { retryCount: retries })];
  const clientOf = (transport: Transport): PublicClient =>
    createPublicClient({ chain: settings.viem, transport });
  const client = clientOf(toAny[0] ?? fallback(transports));
  return {
    settings,
    client,
    rpc: new ChainRpc(client),
    nodes: transports.map((transport) => new ChainRpc(clientOf(transport))),
  };
}

/**
 * Asks every node for its chain id; one that does not answer is passed over.
 * @throws LunaError CHAIN_WRONG_ID when a node serves another chain, CHAIN_UNAVAILABLE when none answers.
 */
export async function assertChainId({ settings, nodes }: ChainClients): Promise<void> {
  const answers = await Promise.allSettled(nodes.map((node) => node.chainId()));
  const ids = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const wrong = ids.find((id) => id !== settings.id);
  if (wrong !== undefined) {
    throw new LunaError(
      'CHAIN_WRONG_ID',
      `A node of RPC_URLS serves chain ${wrong}, expected ${settings.id}`,
    );
  }
  if (ids.length === 0) {
    throw new LunaError('CHAIN_UNAVAILABLE', 'No node of RPC_URLS answers', { retryable: true });
  }
}
