import { readChainAnchors, type ChainAnchor } from '@luna/audit';
import { assertChainId, createChainClients } from '@luna/chain';
import type { Trust } from '@luna/evidence';
import { withoutCredentials } from '@luna/runtime';

/** All anchors of the trusted contract and its successors, or why they cannot be read. */
export async function readAnchors(
  trust: Trust,
  urls: readonly string[] | undefined,
  fromBlock: number,
): Promise<ChainAnchor[] | { unavailable: string }> {
  if (urls === undefined || urls.length === 0) {
    return { unavailable: 'no chain server is configured; give one with --rpc URL' };
  }
  try {
    const clients = createChainClients({ chainId: trust.chainId, urls });
    await assertChainId(clients);
    return await readChainAnchors(clients, trust.passportLog, fromBlock);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { unavailable: `the chain could not be read: ${withoutCredentials(reason)}` };
  }
}
