import type { Tx } from '@luna/database';
import { hexToBytes } from 'viem';

import type { SenderContext } from './context.ts';
import { lockSigner } from './create-intent.ts';
import { listUnsettled } from './intent.ts';

/** More holes than this are not ours; a person should look. */
const MOST_AT_ONCE = 16;

/**
 * Nonces are used in order: one that nobody uses (its intent was withdrawn) blocks every later one.
 * For each such hole an intent to send nothing to ourselves is created. Returns how many.
 */
export async function fillGaps({
  database,
  rpc,
  settings,
  signer,
}: SenderContext): Promise<number> {
  const next = await rpc.transactionCount(signer.address, 'latest');
  return database.tx({}, async (tx: Tx) => {
    await lockSigner(tx, settings.id, signer.address);
    const last = (await listUnsettled(tx, settings.id, signer.address)).at(-1)?.nonce ?? -1;
    return tx.execute(
      `INSERT INTO chain.tx_intent (chain_id, signer, nonce, purpose, target, data, value)
       SELECT $1::bigint, $2::bytea, hole, 'fill:' || encode($2::bytea, 'hex') || ':' || hole, $2::bytea, '\\x', 0
       FROM generate_series($3::bigint, $4::bigint) hole
       WHERE NOT EXISTS (
         SELECT FROM chain.tx_intent i WHERE i.chain_id = $1 AND i.signer = $2 AND i.nonce = hole)
       LIMIT $5`,
      [settings.id, hexToBytes(signer.address), next, last, MOST_AT_ONCE],
    );
  });
}
