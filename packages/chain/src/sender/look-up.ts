import type { Hash } from 'viem';

import { listAttempts } from './attempt.ts';
import type { SenderContext } from './context.ts';

/** What the node knows of everything ever signed for one intent's nonce. */
export interface LookUp {
  /** In a block of the node's present branch. Not final, and not recorded: only the follower records. */
  readonly mined: Hash | null;
  /** In the node's pool. */
  readonly waiting: readonly Hash[];
}

/**
 * Asks for every hash ever signed for this intent. A node that says "already known" or "nonce too
 * low" to one of them may be speaking of another.
 */
export async function lookUp({ database, rpc }: SenderContext, intentId: number): Promise<LookUp> {
  const attempts = await database.tx({}, (tx) => listAttempts(tx, intentId));
  const known = await Promise.all(attempts.map(({ hash }) => rpc.transaction(hash)));
  const found = known.filter((transaction) => transaction !== null);
  const mined = found.find(({ blockHash }) => blockHash !== null && blockHash !== undefined);
  return {
    mined: mined?.hash ?? null,
    waiting: found.filter((transaction) => transaction !== mined).map(({ hash }) => hash),
  };
}
