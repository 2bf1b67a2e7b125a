import type { Address, Hash } from 'viem';

import type { Header, Receipt } from '../rpc/answers.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';
import { blockLogs } from './block-logs.ts';
import type { AnchoredEvent, OtherEvent } from './contract-event.ts';
import { nodeLags } from './incidents.ts';
import type { BlockId } from './position.ts';
import { parseLogs } from './parse-logs.ts';
import { successorEvents } from './successor-events.ts';

/** One block to be recorded, with everything in it that is ours. */
export interface PlannedBlock {
  readonly header: Header;
  readonly events: readonly (AnchoredEvent | OtherEvent)[];
  /** Receipts of our own transactions. */
  readonly mined: readonly Receipt[];
}

export interface PlanRequest {
  readonly rpc: ChainRpc;
  /** The block to build on; null at the very start. */
  readonly parent: BlockId | null;
  readonly from: number;
  readonly to: number;
  readonly contracts: readonly Address[];
  /** How far back a new successor's events are looked for. */
  readonly successorBlocks: number;
  /** Which of these transactions are ours; asked after the blocks were fetched. */
  readonly ours: (hashes: readonly Hash[]) => Promise<Hash[]>;
}

/**
 * Fetches blocks `from`..`to` and what they hold for us. Each header must name its predecessor; at
 * the first that does not, the plan ends (the chain is being reorganised; the next round sees it).
 * It also ends with a block that names a new successor, whose logs the later blocks need.
 */
export async function planBlocks(request: PlanRequest): Promise<PlannedBlock[]> {
  const { rpc, contracts, successorBlocks } = request;
  const headers = linked(await fetchHeaders(request), request.parent);
  const [receipts, logs] = await Promise.all([
    ourReceipts(request, headers),
    Promise.all(headers.map((header) => blockLogs(rpc, header, contracts))),
  ]);
  const blocks: PlannedBlock[] = [];
  for (const [at, header] of headers.entries()) {
    const events = await parseLogs(rpc, logs[at] ?? [], header);
    const mined = receipts.filter(({ blockHash }) => blockHash === header.hash);
    const added = await successorEvents(rpc, { header, events, contracts, successorBlocks });
    blocks.push({ header, events: [...events, ...added.events], mined });
    if (added.successors.length > 0) break;
  }
  return blocks;
}

async function fetchHeaders({ rpc, from, to }: PlanRequest): Promise<Header[]> {
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  const headers = await Promise.all(numbers.map((number) => rpc.header(number)));
  return headers.map((header, at) => {
    if (header === null || header.number !== numbers[at]) {
      throw nodeLags(`it does not know block ${from + at} below its own head`);
    }
    return header;
  });
}

/** The longest start of `headers` that is linked by parent hashes (Yellow Paper 4.3). */
function linked(headers: readonly Header[], parent: BlockId | null): Header[] {
  let previous = parent?.hash;
  const broken = headers.findIndex(({ hash, parentHash }) => {
    const isLinked = previous === undefined || parentHash === previous;
    previous = hash;
    return !isLinked;
  });
  return broken === -1 ? [...headers] : headers.slice(0, broken);
}

async function ourReceipts(
  { rpc, ours }: PlanRequest,
  headers: readonly Header[],
): Promise<Receipt[]> {
  const blockOf = new Map(
    headers.flatMap(({ hash, transactions }) => transactions.map((tx) => [tx, hash])),
  );
  const hashes = blockOf.size === 0 ? [] : await ours([...blockOf.keys()]);
  const receipts = await Promise.all(hashes.map((hash) => rpc.receipt(hash)));
  return receipts.map((receipt) => {
    if (receipt === null || receipt.blockHash !== blockOf.get(receipt.transactionHash)) {
      throw nodeLags('it gives no receipt for a transaction of its own block');
    }
    return receipt;
  });
}
