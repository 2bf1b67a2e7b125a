import { LunaError } from '@luna/runtime';
import type { Address } from 'viem';

import type { ChainLog, Header } from '../rpc/answers.ts';
import { explains, mayHold } from '../rpc/bloom.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';

/**
 * The logs of these contracts in one block, in order. Asked by block hash; an empty answer is
 * believed only if the header's bloom agrees. Where it does not, the block's receipts decide, and
 * only if they account for the whole bloom: a lagging node answers `[]` to everything.
 * @throws LunaError CHAIN_LOGS_INCOMPLETE (retryable: another node, or later)
 */
export async function blockLogs(
  rpc: ChainRpc,
  header: Header,
  contracts: readonly Address[],
): Promise<ChainLog[]> {
  if (contracts.length === 0) return [];
  const answered = await rpc.logs(header.hash, contracts);
  const foreign = answered.find(
    (log) =>
      log.blockHash !== header.hash || log.removed === true || !contracts.includes(log.address),
  );
  if (foreign !== undefined) throw incomplete(header, 'the answer is for something else');
  if (answered.length > 0) return inOrder(answered);
  if (!contracts.some((contract) => mayHold(header.logsBloom, contract))) return [];

  const receipts = await rpc.blockReceipts(header.hash);
  const all = (receipts ?? []).flatMap(({ logs }) => logs);
  if (!explains(header.logsBloom, all) || all.some(({ blockHash }) => blockHash !== header.hash)) {
    throw incomplete(header, 'the header says that there are more');
  }
  return inOrder(all.filter(({ address }) => contracts.includes(address)));
}

function inOrder(logs: readonly ChainLog[]): ChainLog[] {
  return logs.toSorted((a, b) => a.logIndex - b.logIndex);
}

function incomplete(header: Header, why: string): LunaError {
  return new LunaError(
    'CHAIN_LOGS_INCOMPLETE',
    `The chain's node gave incomplete logs for block ${header.number}: ${why}. It will be asked again`,
    { retryable: true, details: { block: header.number, blockHash: header.hash } },
  );
}
