import { LunaError } from '@luna/runtime';

import type { ChainSettings } from '../chain-settings.ts';

/**
 * The chain no longer has a block we recorded as final. On the development chain that is a chain
 * that lost its past, and {@link forgetDevelopmentChain} is the remedy; elsewhere it is an incident
 * for people, and nothing is guessed.
 */
export function finalityViolation(
  settings: ChainSettings,
  recorded: number,
  found: string,
): LunaError {
  if (settings.development) {
    return new LunaError(
      'CHAIN_BEHIND_RECORDS',
      `The development chain is behind our records (final block ${recorded} recorded, ${found}); it will be anchored again`,
      { details: { chainId: settings.id, finalised: recorded } },
    );
  }
  return new LunaError(
    'CHAIN_FINALITY_VIOLATION',
    `${settings.name} contradicts block ${recorded}, which we recorded as final (${found}). Nothing is followed until a person has looked`,
    { details: { chainId: settings.id, finalised: recorded } },
  );
}

/** A node has not caught up with what another (or it, earlier) told us. Asking again later is the cure. */
export function nodeLags(what: string): LunaError {
  return new LunaError('CHAIN_LAGGING', `The chain's node lags behind: ${what}`, {
    retryable: true,
  });
}
