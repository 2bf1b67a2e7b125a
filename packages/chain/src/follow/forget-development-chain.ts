import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';

import { chainSettings } from '../chain-settings.ts';

/**
 * Removes every record of the development chain (cursor, headers, anchors, intents, transactions),
 * after CHAIN_BEHIND_RECORDS. The log itself is untouched and is anchored again.
 * @throws LunaError CHAIN_FORGET_REFUSED for any other chain: there it would hide an incident.
 */
export async function forgetDevelopmentChain(tx: Tx, chainId: number): Promise<void> {
  if (!chainSettings(chainId).development) {
    throw new LunaError(
      'CHAIN_FORGET_REFUSED',
      `Only the development chain may be forgotten, not ${chainId}`,
    );
  }
  await tx.query('SELECT chain.forget_development_chain()');
}
