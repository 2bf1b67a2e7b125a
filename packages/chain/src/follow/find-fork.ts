import type { Database } from '@luna/database';

import type { ChainClients } from '../chain-clients.ts';
import type { Header } from '../rpc/answers.ts';
import { finalityViolation, nodeLags } from './incidents.ts';
import type { BlockId, Position } from './position.ts';
import { readHeaders } from './read-headers.ts';

/** How many recorded headers are compared at a time on the way back. */
const STRIDE = 16;

type Source = Pick<ChainClients, 'rpc' | 'settings'>;

/**
 * The newest followed block that is still on the node's branch (null: not even the first one is).
 * Usually the followed head; after a reorganisation, an older one.
 * @throws LunaError CHAIN_FINALITY_VIOLATION or CHAIN_BEHIND_RECORDS when the branches part below
 *   a finalised block; CHAIN_LAGGING when the node merely has not got there yet.
 */
export async function findFork(
  source: Source,
  database: Database,
  position: Position,
  latest: Header,
): Promise<BlockId | null> {
  const { head, finalised } = position;
  if (head === null) return null;
  if (latest.number < head.number) {
    if (!source.settings.development) {
      throw nodeLags(`at block ${latest.number}, we followed to ${head.number}`);
    }
    // One node, which is the chain: what it does not have is gone.
    if (finalised !== null && latest.number < finalised.number) {
      throw finalityViolation(source.settings, finalised.number, `it is at block ${latest.number}`);
    }
  }
  if (latest.hash === head.hash || latest.parentHash === head.hash) return head;
  const oldest = finalised?.number ?? position.startBlock;
  let from = Math.min(head.number, latest.number);
  while (from >= oldest) {
    const to = Math.max(oldest, from - STRIDE + 1);
    const recorded = await database.tx({}, (tx) => readHeaders(tx, source.settings.id, from, to));
    const common = await newestCommon(source, recorded);
    if (common !== undefined) return common;
    from = to - 1;
  }
  if (finalised === null) return null;
  throw finalityViolation(source.settings, finalised.number, 'another block has its place');
}

async function newestCommon(
  { rpc }: Source,
  recorded: readonly BlockId[],
): Promise<BlockId | undefined> {
  const found = await Promise.all(recorded.map(({ number }) => rpc.header(number)));
  if (found.includes(null)) throw nodeLags('it does not know a block below its own head');
  return recorded.find(({ hash }, at) => found[at]?.hash === hash);
}
