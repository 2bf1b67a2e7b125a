import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { hexToBytes } from 'viem';
import type { Address } from 'viem';
import { z } from 'zod';

import { addressColumn, hexColumn, timeColumn, weiColumn } from '../columns.ts';

/** States in which a transaction may still be mined; every other state is final. */
export const UNSETTLED = ['created', 'signed', 'broadcast'] as const;

const SETTLED = ['succeeded', 'reverted', 'withdrawn', 'displaced'] as const;

const intentRow = z
  .object({
    id: bigint,
    chain_id: bigint,
    signer: addressColumn,
    nonce: bigint.nullable(),
    purpose: z.string(),
    target: addressColumn,
    data: hexColumn,
    value: weiColumn,
    state: z.enum([...UNSETTLED, ...SETTLED]),
    created_at: timeColumn,
    settled_at: timeColumn.nullable(),
  })
  .transform((row) => ({
    id: row.id,
    chainId: row.chain_id,
    signer: row.signer,
    /** Null once an intent that was never signed is withdrawn. */
    nonce: row.nonce,
    purpose: row.purpose,
    to: row.target,
    data: row.data,
    value: row.value,
    state: row.state,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }));

/** One transaction we want mined once; see chain.tx_intent. Times in Unix milliseconds. */
export type Intent = z.infer<typeof intentRow>;

const COLUMNS =
  'id, chain_id, signer, nonce, purpose, target, data, value, state, created_at, settled_at';
const IS_UNSETTLED = "state IN ('created', 'signed', 'broadcast')";

export function readIntent(tx: Tx, id: number): Promise<Intent | undefined> {
  return tx.row(intentRow, `SELECT ${COLUMNS} FROM chain.tx_intent WHERE id = $1`, [id]);
}

/** The unsettled intent of a purpose: while there is one, no other can be created. */
export function findUnsettled(
  tx: Tx,
  chainId: number,
  purpose: string,
): Promise<Intent | undefined> {
  const sql = `SELECT ${COLUMNS} FROM chain.tx_intent WHERE chain_id = $1 AND purpose = $2 AND ${IS_UNSETTLED}`;
  return tx.row(intentRow, sql, [chainId, purpose]);
}

/** The newest intent of a purpose, settled or not: how the last try ended. */
export function findLatest(tx: Tx, chainId: number, purpose: string): Promise<Intent | undefined> {
  const sql = `SELECT ${COLUMNS} FROM chain.tx_intent WHERE chain_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1`;
  return tx.row(intentRow, sql, [chainId, purpose]);
}

/** Everything of a signer that may still be mined, by nonce. */
export function listUnsettled(tx: Tx, chainId: number, signer: Address): Promise<Intent[]> {
  const sql = `SELECT ${COLUMNS} FROM chain.tx_intent WHERE chain_id = $1 AND signer = $2 AND ${IS_UNSETTLED} ORDER BY nonce`;
  return tx.rows(intentRow, sql, [chainId, hexToBytes(signer)]);
}
