import { bigint, bytea, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { z } from 'zod';

/** A finalised anchor of a tree that we signed and published; times in seconds, `tx` 0x-hex. */
export type Anchor = {
  contract: string;
  index: number;
  size: number;
  root: Uint8Array;
  time: number;
  tx: string;
  block: number;
  note: string;
  manifestCid: string;
};

const anchorRow = z
  .object({
    contract: bytea,
    anchor_index: bigint,
    size: bigint,
    root: bytea,
    block_time: bigint,
    tx_hash: bytea,
    block_number: bigint,
    note: z.string(),
    cid: z.string(),
  })
  .transform((row): Anchor => ({
    contract: `0x${toHex(row.contract)}`,
    index: row.anchor_index,
    size: row.size,
    root: row.root,
    time: row.block_time,
    tx: `0x${toHex(row.tx_hash)}`,
    block: row.block_number,
    note: row.note,
    manifestCid: row.cid,
  }));

/**
 * The newest finalised anchor of more than `above` leaves whose size and root we signed ourselves
 * and that no successor has withdrawn; undefined when there is none.
 */
export async function newestAnchor(
  tx: Tx,
  chainId: number,
  above: number,
): Promise<Anchor | undefined> {
  return tx.row(
    anchorRow,
    `SELECT a.contract, a.anchor_index, a.size, a.root, a.block_time, a.tx_hash, a.block_number,
       c.note, m.cid
     FROM chain.anchor a
     JOIN log.checkpoint c ON c.size = a.size AND c.root = a.root
     JOIN log.manifest m ON m.size = a.size AND m.digest = a.manifest
     WHERE a.chain_id = $1 AND a.finalised AND a.size > $2 AND NOT EXISTS (
       SELECT FROM chain.contract_event r
       WHERE r.chain_id = a.chain_id AND r.contract = a.contract AND r.name = 'Retired'
         AND a.anchor_index > (r.arguments ->> 'lastHonestIndex')::bigint)
     ORDER BY a.size DESC LIMIT 1`,
    [chainId, above],
  );
}
