import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { hexToBytes } from 'viem';
import type { Hash } from 'viem';
import { z } from 'zod';

import { hexColumn, timeColumn, weiColumn } from '../columns.ts';
import type { Refusal } from '../rpc/node-refused.ts';

const attemptRow = z
  .object({
    hash: hexColumn,
    intent_id: bigint,
    ordinal: z.int(),
    raw: hexColumn,
    fills_nonce: z.boolean(),
    gas: bigint,
    max_fee: weiColumn,
    max_tip: weiColumn,
    signed_at: timeColumn,
    broadcast_at: timeColumn.nullable(),
    refusal: z.string().nullable(),
  })
  .transform((row) => ({
    hash: row.hash,
    intentId: row.intent_id,
    /** From 1, one more for each replacement. */
    ordinal: row.ordinal,
    raw: row.raw,
    fillsNonce: row.fills_nonce,
    gas: BigInt(row.gas),
    maxFee: row.max_fee,
    maxTip: row.max_tip,
    signedAt: row.signed_at,
    broadcastAt: row.broadcast_at,
    refusal: row.refusal,
  }));

/** One signed transaction of an intent; see chain.tx_attempt. Times in Unix milliseconds. */
export type Attempt = z.infer<typeof attemptRow>;

export type NewAttempt = Omit<Attempt, 'broadcastAt' | 'refusal'> & {
  chainId: number;
  nonce: number;
};

/** Every transaction ever signed for an intent, oldest first. */
export function listAttempts(tx: Tx, intentId: number): Promise<Attempt[]> {
  return tx.rows(
    attemptRow,
    `SELECT hash, intent_id, ordinal, raw, fills_nonce, gas, max_fee, max_tip, signed_at, broadcast_at, refusal
     FROM chain.tx_attempt WHERE intent_id = $1 ORDER BY ordinal`,
    [intentId],
  );
}

/**
 * Stores a signed transaction, if its intent is still unsettled and nobody else stored one of the
 * same ordinal. Returns whether it did; if not, these bytes must never be broadcast.
 */
export async function storeAttempt(tx: Tx, attempt: NewAttempt): Promise<boolean> {
  const open = await tx.query(
    `SELECT FROM chain.tx_intent
     WHERE id = $1 AND nonce = $2 AND state IN ('created', 'signed', 'broadcast') FOR UPDATE`,
    [attempt.intentId, attempt.nonce],
  );
  if (open.length === 0) return false;
  const stored = await tx.execute(
    `INSERT INTO chain.tx_attempt
       (chain_id, hash, intent_id, ordinal, raw, fills_nonce, gas, max_fee, max_tip, signed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10 / 1000.0))
     ON CONFLICT DO NOTHING`,
    [
      attempt.chainId,
      hexToBytes(attempt.hash),
      attempt.intentId,
      attempt.ordinal,
      hexToBytes(attempt.raw),
      attempt.fillsNonce,
      attempt.gas.toString(),
      attempt.maxFee.toString(),
      attempt.maxTip.toString(),
      attempt.signedAt,
    ],
  );
  if (stored === 0) return false;
  await tx.execute(
    "UPDATE chain.tx_intent SET state = 'signed' WHERE id = $1 AND state = 'created'",
    [attempt.intentId],
  );
  return true;
}

/** A node has taken the transaction (or had it already). */
export async function markAccepted(tx: Tx, chainId: number, hash: Hash, at: number): Promise<void> {
  await tx.execute(
    `UPDATE chain.tx_attempt SET broadcast_at = to_timestamp($3 / 1000.0), refusal = NULL
     WHERE chain_id = $1 AND hash = $2`,
    [chainId, hexToBytes(hash), at],
  );
  await tx.execute(
    `UPDATE chain.tx_intent SET state = 'broadcast' WHERE state = 'signed' AND id =
       (SELECT intent_id FROM chain.tx_attempt WHERE chain_id = $1 AND hash = $2)`,
    [chainId, hexToBytes(hash)],
  );
}

/** A node has refused the transaction. */
export async function markRefused(
  tx: Tx,
  chainId: number,
  hash: Hash,
  refusal: Refusal,
): Promise<void> {
  await tx.execute('UPDATE chain.tx_attempt SET refusal = $3 WHERE chain_id = $1 AND hash = $2', [
    chainId,
    hexToBytes(hash),
    refusal,
  ]);
}

/** Which of an intent's transactions the follower has found in a block, finalised or not. */
export async function isMined(tx: Tx, intentId: number): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM chain.tx_mined m JOIN chain.tx_attempt a USING (chain_id, hash) WHERE a.intent_id = $1`,
    [intentId],
  );
  return rows.length > 0;
}
