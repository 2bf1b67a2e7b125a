import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import type { Hash } from 'viem';
import { z } from 'zod';

import { hexColumn } from '../columns.ts';

/** One block of a chain. */
export interface BlockId {
  readonly number: number;
  readonly hash: Hash;
}

/** How far a chain was followed. */
export interface Position {
  readonly startBlock: number;
  /** The newest followed block; null before the first. */
  readonly head: BlockId | null;
  /** The newest followed block that can no longer change. Never goes back. */
  readonly finalised: BlockId | null;
}

const positionRow = z
  .object({
    start_block: bigint,
    head_number: bigint,
    head_hash: hexColumn.nullable(),
    finalised_number: bigint.nullable(),
    finalised_hash: hexColumn.nullable(),
  })
  .transform((row): Position => ({
    startBlock: row.start_block,
    head: blockId(row.head_number, row.head_hash),
    finalised: blockId(row.finalised_number, row.finalised_hash),
  }));

const COLUMNS = 'start_block, head_number, head_hash, finalised_number, finalised_hash';

/** How far this chain was followed, or undefined when it never was. */
export function readPosition(tx: Tx, chainId: number): Promise<Position | undefined> {
  return tx.row(positionRow, `SELECT ${COLUMNS} FROM chain.cursor WHERE chain_id = $1`, [chainId]);
}

/** The same, held against other followers until the transaction ends. Made at the first call. */
export async function lockPosition(tx: Tx, chainId: number, startBlock: number): Promise<Position> {
  await tx.execute(
    `INSERT INTO chain.cursor (chain_id, start_block, head_number) VALUES ($1, $2::bigint, $2::bigint - 1)
     ON CONFLICT DO NOTHING`,
    [chainId, startBlock],
  );
  const [position] = await tx.rows(
    positionRow,
    `SELECT ${COLUMNS} FROM chain.cursor WHERE chain_id = $1 FOR UPDATE`,
    [chainId],
  );
  if (position === undefined) throw new TypeError('the cursor just written is not there');
  return position;
}

/** The newest block that is settled: finalised, and `depth` blocks below the finalised one. */
export function settledNumber(position: Position, depth: number): number | null {
  if (position.finalised === null) return null;
  const settled = position.finalised.number - depth;
  return settled < position.startBlock ? null : settled;
}

function blockId(number: number | null, hash: Hash | null): BlockId | null {
  return number === null || hash === null ? null : { number, hash };
}
