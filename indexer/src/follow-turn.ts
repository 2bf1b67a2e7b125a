import {
  followAnchors,
  forgetDevelopmentChain,
  nudgeFinality,
  type FollowOptions,
} from '@luna/chain';
import { LunaError, type Logger } from '@luna/runtime';

/**
 * Follows the chain one batch further, and on the development chain has it mine until what happened
 * is final. Returns true when there is more to follow at once.
 */
export async function followTurn(options: FollowOptions, logger: Logger): Promise<boolean> {
  const { database, clients } = options;
  try {
    const { behind } = await followAnchors(options);
    return (await nudgeFinality(clients)) || behind > 0;
  } catch (error) {
    if (!(error instanceof LunaError) || error.code !== 'CHAIN_BEHIND_RECORDS') throw error;
    logger.warn(error.message);
    await database.tx({}, (tx) => forgetDevelopmentChain(tx, clients.settings.id));
    return true;
  }
}
