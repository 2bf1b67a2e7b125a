import type { Tx } from '@luna/database';

import { lockSigner } from './create-intent.ts';
import type { Intent } from './intent.ts';

/**
 * Gives up an intent for which nothing was ever signed, and frees its purpose and its nonce. If
 * later nonces are in use, {@link fillGaps} fills the hole. Returns whether it did.
 */
export async function withdrawUnsigned(tx: Tx, intent: Intent): Promise<boolean> {
  await lockSigner(tx, intent.chainId, intent.signer);
  const touched = await tx.execute(
    `UPDATE chain.tx_intent SET state = 'withdrawn', nonce = NULL, settled_at = now()
     WHERE id = $1 AND state = 'created'`,
    [intent.id],
  );
  return touched === 1;
}
