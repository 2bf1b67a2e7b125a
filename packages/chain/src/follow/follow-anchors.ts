import { bytea } from '@luna/database';
import type { Database, Tx } from '@luna/database';
import { bytesToHex, hexToBytes } from 'viem';
import type { Address, Hash } from 'viem';
import { z } from 'zod';

import type { ChainClients } from '../chain-clients.ts';
import { address } from '../rpc/answers.ts';
import type { AnchoredEvent, OtherEvent } from './contract-event.ts';
import { finalisedBlock } from './finalised-block.ts';
import { findFork } from './find-fork.ts';
import { finalityViolation, nodeLags } from './incidents.ts';
import { planBlocks } from './plan-blocks.ts';
import type { PlannedBlock } from './plan-blocks.ts';
import { lockPosition, readPosition, settledNumber } from './position.ts';
import type { BlockId, Position } from './position.ts';
import { moveCursor, pruneHeaders, storeBlock, undoAbove } from './store-blocks.ts';

export interface FollowOptions {
  /** As luna_indexer. */
  database: Database;
  clients: Pick<ChainClients, 'rpc' | 'nodes' | 'settings'>;
  /** The first PassportLog; its successors are followed from it. */
  contract: Address;
  /** The PointsBridge, when there is one; to be named from the first call on, or its past is missed. */
  bridge?: Address;
  /** The block of the log's deployment, or an earlier one. Fixed at the first call for this chain. */
  startBlock: number;
  /** Blocks recorded per call, at the most. */
  batch?: number;
}

/** What one call did, and how far it got. */
export interface FollowResult {
  readonly head: BlockId | null;
  readonly finalised: BlockId | null;
  /** Number of the newest settled block. */
  readonly settled: number | null;
  /** Blocks the node has and we have not recorded yet: 0 when caught up. */
  readonly behind: number;
  readonly followed: number;
  readonly undone: number;
  /** Events recorded just now; not final yet. */
  readonly events: readonly (AnchoredEvent | OtherEvent)[];
}

const BATCH = 64;
const KEPT_HEADERS = 1_024;

/**
 * Follows the chain one batch further: records headers, events of the log's contracts and our own
 * mined transactions, undoes what a reorganisation took back, and moves the finalised block. All
 * questions are asked first; everything is then written in one transaction, or nothing.
 * @throws LunaError CHAIN_FINALITY_VIOLATION, CHAIN_BEHIND_RECORDS, CHAIN_NODES_DISAGREE (people);
 *   CHAIN_LAGGING, CHAIN_LOGS_INCOMPLETE, CHAIN_UNAVAILABLE, CHAIN_ANSWER_INVALID (retryable).
 */
export async function followAnchors(options: FollowOptions): Promise<FollowResult> {
  const { database, clients, startBlock } = options;
  const { rpc, settings } = clients;
  const before = (await database.tx({}, (tx) => readPosition(tx, settings.id))) ?? {
    startBlock,
    head: null,
    finalised: null,
  };
  const latest = await rpc.header('latest');
  if (latest === null) throw nodeLags('it has no newest block');
  const fork = await findFork(clients, database, before, latest);
  const from = fork === null ? before.startBlock : fork.number + 1;
  const blocks = await planBlocks({
    rpc,
    parent: fork,
    from,
    to: Math.min(latest.number, from + (options.batch ?? BATCH) - 1),
    contracts: await database.tx({}, (tx) => readContracts(tx, settings.id, options, from)),
    successorBlocks: settings.successorBlocks,
    ours: (hashes) => database.tx({}, (tx) => ourTransactions(tx, settings.id, hashes)),
  });
  const newest = blocks.at(-1)?.header;
  const head = newest === undefined ? fork : { number: newest.number, hash: newest.hash };
  const finalised = head === null ? null : await nextFinalised(options, before, head, blocks);

  const undone = await database.tx({}, async (tx) => {
    const now = await lockPosition(tx, settings.id, startBlock);
    if (now.head?.hash !== before.head?.hash) throw nodeLags('somebody else followed meanwhile');
    const removed = await undoAbove(tx, settings.id, from - 1);
    for (const block of blocks) await storeBlock(tx, settings.id, block);
    await moveCursor(tx, settings.id, head, finalised);
    if (finalised !== null) await pruneHeaders(tx, settings.id, finalised.number - KEPT_HEADERS);
    return removed;
  });
  return {
    head,
    finalised,
    settled: settledNumber({ ...before, head, finalised }, settings.settledDepth),
    behind: Math.max(0, latest.number - (head?.number ?? before.startBlock - 1)),
    followed: blocks.length,
    undone,
    events: blocks.flatMap(({ events }) => events),
  };
}

/** The finalised block after this batch: a quorum's, if it is ours too and not older than before. */
async function nextFinalised(
  { clients, database }: FollowOptions,
  { finalised: before }: Position,
  head: BlockId,
  blocks: readonly PlannedBlock[],
): Promise<BlockId | null> {
  const said = await finalisedBlock(clients, head.number);
  if (said === null || (before !== null && said.number < before.number)) return before;
  const planned = blocks.find(({ header }) => header.number === said.number)?.header.hash;
  const recorded = planned ?? (await recordedHash(database, clients.settings.id, said.number));
  if (recorded === said.hash) return said;
  if (before?.number === said.number) {
    throw finalityViolation(clients.settings, said.number, 'another block has its place');
  }
  // Below the start of what we follow, or on a branch that the next round will find.
  return before;
}

async function recordedHash(
  database: Database,
  chainId: number,
  number: number,
): Promise<Hash | null> {
  const sql = 'SELECT hash FROM chain.header WHERE chain_id = $1 AND number = $2';
  const row = await database.tx({}, (tx) =>
    tx.row(z.object({ hash: bytea }), sql, [chainId, number]),
  );
  return row === undefined ? null : bytesToHex(row.hash);
}

/** The first log, every successor named below block `before`, and the bridge. */
async function readContracts(
  tx: Tx,
  chainId: number,
  { contract, bridge }: Pick<FollowOptions, 'contract' | 'bridge'>,
  before: number,
): Promise<Address[]> {
  const rows = await tx.rows(
    z.object({ successor: address }),
    `SELECT arguments ->> 'successor' AS successor FROM chain.contract_event
     WHERE chain_id = $1 AND name = 'Retired' AND followed_at < $2 ORDER BY block_number, log_index`,
    [chainId, before],
  );
  return [
    ...new Set([
      address.parse(contract),
      ...rows.map(({ successor }) => successor),
      ...(bridge === undefined ? [] : [address.parse(bridge)]),
    ]),
  ];
}

async function ourTransactions(tx: Tx, chainId: number, hashes: readonly Hash[]): Promise<Hash[]> {
  const rows = await tx.rows(
    z.object({ hash: bytea }),
    'SELECT hash FROM chain.tx_attempt WHERE chain_id = $1 AND hash = ANY($2::bytea[])',
    [chainId, hashes.map((hash) => Buffer.from(hexToBytes(hash)))],
  );
  return rows.map(({ hash }) => bytesToHex(hash));
}
