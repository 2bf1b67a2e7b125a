import type { Hash } from 'viem';

import { NodeRefusedError } from '../rpc/node-refused.ts';
import type { Refusal } from '../rpc/node-refused.ts';
import { isMined, listAttempts, markAccepted, markRefused } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import type { SenderContext } from './context.ts';
import type { Intent } from './intent.ts';
import { lookUp } from './look-up.ts';
import { unfunded } from './unfunded.ts';

/**
 * Third step of sending: gives a node the stored bytes. Which ones: never accepted before, not yet
 * sent by this process (`sent` is its memory; a restart sends everything again), or quiet for long.
 * Sends nothing once the follower has seen one of them mined. Returns how many a node has taken.
 * @throws LunaError TX_SIGNER_UNFUNDED; CHAIN_UNAVAILABLE; CHAIN_NODE_REFUSED for anything we have no answer to.
 */
export async function broadcastAttempts(
  context: SenderContext,
  intent: Intent,
  sent: Set<Hash>,
): Promise<number> {
  const { attempts, mined } = await context.database.tx({}, async (tx) => ({
    attempts: await listAttempts(tx, intent.id),
    mined: await isMined(tx, intent.id),
  }));
  if (mined) return 0;
  let accepted = 0;
  for (const attempt of attempts.filter((candidate) => isDue(context, candidate, sent))) {
    sent.add(attempt.hash);
    if (await broadcastOne(context, attempt)) accepted += 1;
  }
  return accepted;
}

function isDue({ clock, settings }: SenderContext, attempt: Attempt, sent: Set<Hash>): boolean {
  if (!sent.has(attempt.hash)) return true;
  const last = attempt.broadcastAt ?? attempt.signedAt;
  return clock.now() - last >= settings.rebroadcastAfterMs;
}

async function broadcastOne(context: SenderContext, attempt: Attempt): Promise<boolean> {
  const { database, rpc, settings, clock } = context;
  const refusal = await refusalOf(() => rpc.sendRaw(attempt.raw));
  if (refusal === null || (await isKnownAfterAll(context, attempt, refusal))) {
    await database.tx({}, (tx) => markAccepted(tx, settings.id, attempt.hash, clock.now()));
    return true;
  }
  await database.tx({}, (tx) => markRefused(tx, settings.id, attempt.hash, refusal.refusal));
  switch (refusal.refusal) {
    case 'unfunded':
      throw unfunded(context.signer.address, refusal);
    case 'reverted':
    case 'other':
      throw refusal;
    default:
      return false;
  }
}

/** "Already known" and "nonce too low" say nothing about which transaction has the nonce: look. */
async function isKnownAfterAll(
  context: SenderContext,
  attempt: Attempt,
  { refusal }: NodeRefusedError,
): Promise<boolean> {
  const ambiguous: readonly Refusal[] = ['already-known', 'nonce-too-low'];
  if (!ambiguous.includes(refusal)) return false;
  const { mined, waiting } = await lookUp(context, attempt.intentId);
  return mined === attempt.hash || waiting.includes(attempt.hash);
}

async function refusalOf(send: () => Promise<Hash>): Promise<NodeRefusedError | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof NodeRefusedError) return error;
    throw error;
  }
}
