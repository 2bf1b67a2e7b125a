import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { z } from 'zod';

import { addressColumn, hexColumn } from '../columns.ts';

const anchorRow = z
  .object({
    chain_id: bigint,
    contract: addressColumn,
    anchor_index: bigint,
    size: bigint,
    root: hexColumn,
    manifest: hexColumn,
    tx_hash: hexColumn,
    block_number: bigint,
    block_hash: hexColumn,
    block_time: bigint,
    finalised: z.boolean(),
    withdrawn: z.boolean(),
  })
  .transform((row) => ({
    chainId: row.chain_id,
    contract: row.contract,
    index: row.anchor_index,
    size: row.size,
    root: row.root,
    /** SHA-256 of the manifest block. */
    manifest: row.manifest,
    tx: row.tx_hash,
    blockNumber: row.block_number,
    blockHash: row.block_hash,
    /** Unix seconds. */
    blockTime: row.block_time,
    finalised: row.finalised,
    /** Later than the last honest anchor of a contract that was retired. */
    withdrawn: row.withdrawn,
  }));

/** One followed `Anchored` event. */
export type Anchor = z.infer<typeof anchorRow>;

const SELECT = `SELECT a.*, r.last IS NOT NULL AND a.anchor_index > r.last AS withdrawn
  FROM chain.anchor a LEFT JOIN LATERAL (
    SELECT min((e.arguments ->> 'lastHonestIndex')::bigint) AS last FROM chain.contract_event e
    WHERE e.chain_id = a.chain_id AND e.contract = a.contract AND e.name = 'Retired') r ON true`;

/** The newest honest anchor of the chain, final or not. */
export function newestAnchor(tx: Tx, chainId: number): Promise<Anchor | undefined> {
  const sql = `SELECT * FROM (${SELECT}) a WHERE chain_id = $1 AND NOT withdrawn
    ORDER BY size DESC, block_number DESC LIMIT 1`;
  return tx.row(anchorRow, sql, [chainId]);
}

/** The smallest final, honest anchor over at least `size` entries: what evidence of entry `size - 1` rests on. */
export function finalAnchorFrom(
  tx: Tx,
  chainId: number,
  size: number,
): Promise<Anchor | undefined> {
  const sql = `SELECT * FROM (${SELECT}) a WHERE chain_id = $1 AND finalised AND NOT withdrawn AND size >= $2
    ORDER BY size, block_number LIMIT 1`;
  return tx.row(anchorRow, sql, [chainId, size]);
}

/** Every anchor, withdrawn ones too, oldest first; for audits. */
export function listAnchors(tx: Tx, chainId: number): Promise<Anchor[]> {
  const sql = `SELECT * FROM (${SELECT}) a WHERE chain_id = $1 ORDER BY block_number, log_index`;
  return tx.rows(anchorRow, sql, [chainId]);
}
