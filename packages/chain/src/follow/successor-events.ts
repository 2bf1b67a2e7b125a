import type { Address } from 'viem';

import type { ChainLog, Header } from '../rpc/answers.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';
import { blockLogs } from './block-logs.ts';
import { isAnchored } from './contract-event.ts';
import type { AnchoredEvent, OtherEvent } from './contract-event.ts';
import { nodeLags } from './incidents.ts';
import { parseLogs } from './parse-logs.ts';

/** Public nodes refuse wider ranges. */
const RANGE = 1_000;

export interface BlockEvents {
  readonly header: Header;
  readonly events: readonly (AnchoredEvent | OtherEvent)[];
  readonly contracts: readonly Address[];
  readonly successorBlocks: number;
}

/**
 * A contract is retired in favour of one that exists already, so the successor's first events lie
 * before the block that makes us follow it. This finds them, up to and including that block.
 */
export async function successorEvents(
  rpc: ChainRpc,
  { header, events, contracts, successorBlocks }: BlockEvents,
): Promise<{ successors: Address[]; events: (AnchoredEvent | OtherEvent)[] }> {
  const named = events.flatMap((event) => (isAnchored(event) ? [] : (event.successor ?? [])));
  const successors = [...new Set(named)].filter((address) => !contracts.includes(address));
  const found: (AnchoredEvent | OtherEvent)[] = [];
  for (const successor of successors) {
    const first = Math.max(0, header.number - successorBlocks);
    for (let from = first; from < header.number; from += RANGE) {
      const to = Math.min(from + RANGE, header.number) - 1;
      found.push(...(await earlierEvents(rpc, await rpc.logsBetween(successor, from, to))));
    }
    found.push(...(await parseLogs(rpc, await blockLogs(rpc, header, [successor]), header)));
  }
  return { successors, events: found };
}

async function earlierEvents(rpc: ChainRpc, logs: readonly ChainLog[]) {
  const found: (AnchoredEvent | OtherEvent)[] = [];
  for (const log of logs) {
    const header = await rpc.header(log.blockNumber);
    if (header?.hash !== log.blockHash) throw nodeLags('a log is in a block it no longer has');
    found.push(...(await parseLogs(rpc, [log], header)));
  }
  return found;
}
