import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { hexToBytes } from 'viem';
import { z } from 'zod';

import type { SenderContext } from './context.ts';
import { readIntent } from './intent.ts';
import type { Intent } from './intent.ts';
import { lookUp } from './look-up.ts';

const idRow = z.object({ id: bigint });

/**
 * Last step of sending: what became of our transactions, from followed, finalised blocks alone.
 * Mined: succeeded or reverted (or withdrawn, when it was the filler that was mined). Nonce used in
 * a finalised block, yet none of ours ever seen: displaced. Returns the intents settled just now.
 */
export async function settleIntents(context: SenderContext): Promise<Intent[]> {
  const mined = await context.database.tx({}, (tx) => settleMined(tx, context));
  const displaced = await settleDisplaced(context);
  return [...mined, ...displaced];
}

async function settleMined(tx: Tx, { settings, signer }: SenderContext): Promise<Intent[]> {
  const rows = await tx.rows(
    idRow,
    `UPDATE chain.tx_intent i SET settled_at = now(), state = CASE
       WHEN a.fills_nonce THEN 'withdrawn' WHEN m.succeeded THEN 'succeeded' ELSE 'reverted' END
     FROM chain.tx_attempt a
       JOIN chain.tx_mined m USING (chain_id, hash)
       JOIN chain.cursor c USING (chain_id)
     WHERE a.intent_id = i.id AND i.chain_id = $1 AND i.signer = $2
       AND i.state IN ('created', 'signed', 'broadcast') AND m.block_number <= c.finalised_number
     RETURNING i.id`,
    [settings.id, hexToBytes(signer.address)],
  );
  return readAll(tx, rows);
}

/** The key was used elsewhere. Rare, so it is only asked about after a node said "nonce too low". */
async function settleDisplaced(context: SenderContext): Promise<Intent[]> {
  const { database, rpc, settings, signer } = context;
  const suspects = await database.tx({}, (tx) =>
    tx.rows(
      z.object({ id: bigint, nonce: bigint, finalised_number: bigint }),
      `SELECT i.id, i.nonce, c.finalised_number
       FROM chain.tx_intent i JOIN chain.cursor c USING (chain_id)
       WHERE i.chain_id = $1 AND i.signer = $2 AND i.state IN ('created', 'signed', 'broadcast')
         AND c.finalised_number IS NOT NULL
         AND EXISTS (SELECT FROM chain.tx_attempt a WHERE a.intent_id = i.id AND a.refusal = 'nonce-too-low')
         AND NOT EXISTS (SELECT FROM chain.tx_mined m JOIN chain.tx_attempt a USING (chain_id, hash)
                         WHERE a.intent_id = i.id)`,
      [settings.id, hexToBytes(signer.address)],
    ),
  );
  const displaced: Intent[] = [];
  for (const { id, nonce, finalised_number } of suspects) {
    if ((await rpc.transactionCount(signer.address, finalised_number)) <= nonce) continue;
    const { mined, waiting } = await lookUp(context, id);
    if (mined !== null || waiting.length > 0) continue;
    displaced.push(...(await database.tx({}, (tx) => settleOne(tx, id))));
  }
  return displaced;
}

async function settleOne(tx: Tx, id: number): Promise<Intent[]> {
  const rows = await tx.rows(
    idRow,
    `UPDATE chain.tx_intent SET state = 'displaced', settled_at = now()
     WHERE id = $1 AND state IN ('created', 'signed', 'broadcast') RETURNING id`,
    [id],
  );
  return readAll(tx, rows);
}

async function readAll(tx: Tx, rows: readonly { id: number }[]): Promise<Intent[]> {
  const intents: Intent[] = [];
  for (const { id } of rows) {
    const intent = await readIntent(tx, id);
    if (intent !== undefined) intents.push(intent);
  }
  return intents;
}
