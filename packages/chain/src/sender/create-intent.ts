import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { hexToBytes } from 'viem';
import type { Address, Hex } from 'viem';
import { z } from 'zod';

import { findUnsettled, readIntent } from './intent.ts';
import type { Intent } from './intent.ts';

/** What somebody wants done on the chain, once. */
export interface IntendedCall {
  /** What it is for; unique among unsettled intents of a chain, so `anchor` allows one anchor at a time. */
  purpose: string;
  to: Address;
  data: Hex;
  /** Wei; 0 by default. */
  value?: bigint;
}

export interface NewIntent extends IntendedCall {
  chainId: number;
  signer: Address;
  /** The account's transaction count on the chain, asked before this transaction was opened. */
  chainNonce: number;
}

export interface CreatedIntent {
  intent: Intent;
  /** False when the purpose already had an unsettled intent; that one is returned, unchanged. */
  created: boolean;
}

/**
 * First step of sending: the row that makes a transaction ours, with its nonce. Nothing is signed
 * or sent. In the caller's transaction, so that it appears together with what it is for.
 */
export async function createIntent(tx: Tx, request: NewIntent): Promise<CreatedIntent> {
  const { chainId, signer, purpose } = request;
  await lockSigner(tx, chainId, signer);
  const existing = await findUnsettled(tx, chainId, purpose);
  if (existing !== undefined) return { intent: existing, created: false };
  const row = await tx.row(
    z.object({ id: bigint }),
    `INSERT INTO chain.tx_intent (chain_id, signer, nonce, purpose, target, data, value)
     SELECT $1::bigint, $2::bytea, greatest($3::bigint, max(nonce) + 1), $4::text, $5::bytea, $6::bytea, $7::numeric
     FROM chain.tx_intent WHERE chain_id = $1 AND signer = $2
     RETURNING id`,
    [
      chainId,
      hexToBytes(signer),
      request.chainNonce,
      purpose,
      hexToBytes(request.to),
      hexToBytes(request.data),
      (request.value ?? 0n).toString(),
    ],
  );
  const intent = row === undefined ? undefined : await readIntent(tx, row.id);
  if (intent === undefined)
    throw new LunaError('INTENT_LOST', 'The intent just written is not there');
  return { intent, created: true };
}

/** Nonces of one signer are given out one at a time; released with the transaction. */
export async function lockSigner(tx: Tx, chainId: number, signer: Address): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `chain.tx_intent ${chainId} ${signer}`,
  ]);
}
