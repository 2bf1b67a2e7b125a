import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { hexToBytes } from 'viem';

import { isAnchored } from './contract-event.ts';
import type { AnchoredEvent, OtherEvent } from './contract-event.ts';
import type { PlannedBlock } from './plan-blocks.ts';
import type { BlockId } from './position.ts';

/** Takes back everything learnt from blocks above `fork`. Returns how many blocks. Refused by the database for final rows. */
export async function undoAbove(tx: Tx, chainId: number, fork: number): Promise<number> {
  const above = [chainId, fork];
  await tx.execute('DELETE FROM chain.tx_mined WHERE chain_id = $1 AND block_number > $2', above);
  await tx.execute('DELETE FROM chain.anchor WHERE chain_id = $1 AND followed_at > $2', above);
  await tx.execute(
    'DELETE FROM chain.contract_event WHERE chain_id = $1 AND followed_at > $2',
    above,
  );
  return tx.execute('DELETE FROM chain.header WHERE chain_id = $1 AND number > $2', above);
}

/** Records one block and what it holds for us. */
export async function storeBlock(tx: Tx, chainId: number, block: PlannedBlock): Promise<void> {
  const { header, events, mined } = block;
  await tx.execute(
    'INSERT INTO chain.header (chain_id, number, hash, parent_hash, time) VALUES ($1, $2, $3, $4, $5)',
    [chainId, header.number, hexToBytes(header.hash), hexToBytes(header.parentHash), header.time],
  );
  for (const receipt of mined) {
    await tx.execute(
      `INSERT INTO chain.tx_mined (chain_id, hash, block_number, block_hash, succeeded, gas_used, gas_price)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        chainId,
        hexToBytes(receipt.transactionHash),
        header.number,
        hexToBytes(header.hash),
        receipt.succeeded,
        receipt.gasUsed,
        receipt.effectiveGasPrice.toString(),
      ],
    );
  }
  for (const event of events) {
    if (isAnchored(event)) await storeAnchor(tx, chainId, event, header.number);
    else await storeOther(tx, chainId, event, header.number);
  }
}

const PLACE = 'tx_hash, log_in_tx, block_number, block_hash, log_index, block_time, followed_at';

function placeOf(event: AnchoredEvent | OtherEvent, followedAt: number): unknown[] {
  return [
    hexToBytes(event.txHash),
    event.logInTx,
    event.blockNumber,
    hexToBytes(event.blockHash),
    event.logIndex,
    event.blockTime,
    followedAt,
  ];
}

/** Anchors of a contract are numbered without gaps, so a missing log shows even where no bloom would. */
async function storeAnchor(tx: Tx, chainId: number, event: AnchoredEvent, followedAt: number) {
  const contract = hexToBytes(event.contract);
  const stored = await tx.execute(
    `INSERT INTO chain.anchor (chain_id, contract, anchor_index, size, root, manifest, ${PLACE})
     SELECT $1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bytea, $6::bytea,
       $7::bytea, $8::integer, $9::bigint, $10::bytea, $11::integer, $12::bigint, $13::bigint
     FROM (SELECT max(anchor_index) AS newest FROM chain.anchor WHERE chain_id = $1 AND contract = $2) a
     WHERE newest IS NULL OR newest = $3::bigint - 1`,
    [
      chainId,
      contract,
      event.index,
      event.size,
      hexToBytes(event.root),
      hexToBytes(event.manifest),
      ...placeOf(event, followedAt),
    ],
  );
  if (stored === 1) return;
  throw new LunaError(
    'CHAIN_LOGS_INCOMPLETE',
    `Anchor ${event.index} of ${event.contract} does not follow the one before it: the node has left out a log. It will be asked again`,
    { retryable: true, details: { index: event.index, tx: event.txHash } },
  );
}

/** Deposits are numbered without gaps from 0, as anchors are from 1. */
async function storeOther(tx: Tx, chainId: number, event: OtherEvent, followedAt: number) {
  const stored = await tx.execute(
    `INSERT INTO chain.contract_event (chain_id, contract, name, arguments, ${PLACE})
     SELECT $1::bigint, $2::bytea, $3::text, $4::jsonb,
       $5::bytea, $6::integer, $7::bigint, $8::bytea, $9::integer, $10::bigint, $11::bigint
     WHERE $3 <> 'Deposited' OR $4::jsonb ->> 'index' = '0' OR EXISTS (
       SELECT FROM chain.contract_event WHERE chain_id = $1 AND contract = $2 AND name = 'Deposited'
         AND (arguments ->> 'index')::bigint = ($4::jsonb ->> 'index')::bigint - 1)`,
    [
      chainId,
      hexToBytes(event.contract),
      event.name,
      JSON.stringify(event.arguments),
      ...placeOf(event, followedAt),
    ],
  );
  if (stored === 1) return;
  throw new LunaError(
    'CHAIN_LOGS_INCOMPLETE',
    `Deposit ${event.arguments['index']} of ${event.contract} does not follow the one before it: the node has left out a log. It will be asked again`,
    { retryable: true, details: { tx: event.txHash, logIndex: event.logIndex } },
  );
}

/** Moves the cursor and marks what has become final. `head` null: nothing of the chain is followed. */
export async function moveCursor(
  tx: Tx,
  chainId: number,
  head: BlockId | null,
  finalised: BlockId | null,
): Promise<void> {
  await tx.execute(
    `UPDATE chain.cursor SET moved_at = now(), head_number = coalesce($2::bigint, start_block - 1),
       head_hash = $3, finalised_number = $4, finalised_hash = $5 WHERE chain_id = $1`,
    [chainId, ...idColumns(head), ...idColumns(finalised)],
  );
  if (finalised === null) return;
  for (const table of ['anchor', 'contract_event']) {
    await tx.execute(
      `UPDATE chain.${table} SET finalised = true
       WHERE chain_id = $1 AND NOT finalised AND followed_at <= $2`,
      [chainId, finalised.number],
    );
  }
}

function idColumns(block: BlockId | null): [number | null, Uint8Array | null] {
  return block === null ? [null, null] : [block.number, hexToBytes(block.hash)];
}

/** Headers far below the finalised block have done their duty; its own stays, to be compared with. */
export async function pruneHeaders(tx: Tx, chainId: number, keepFrom: number): Promise<void> {
  await tx.execute('DELETE FROM chain.header WHERE chain_id = $1 AND number < $2', [
    chainId,
    keepFrom,
  ]);
}
