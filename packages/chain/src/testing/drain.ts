import { followAnchors } from '../follow/follow-anchors.ts';
import type { FollowOptions, FollowResult } from '../follow/follow-anchors.ts';
import { nudgeFinality } from '../follow/nudge-finality.ts';
import type { Intent } from '../sender/intent.ts';
import type { TransactionSender } from '../sender/transaction-sender.ts';
import { BELL } from './bell.ts';
import type { Lab } from './lab.ts';

/** What the indexer's loops do: nudge, follow, step, until nothing is unsettled. Returns what was settled. */
export async function drain(lab: Lab, sender: TransactionSender, rounds = 10): Promise<Intent[]> {
  const settled: Intent[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await nudgeFinality(lab.clients);
    await follow(lab);
    const step = await sender.step();
    settled.push(...step.settled);
    if (step.unsettled === 0) return settled;
  }
  throw new Error(`still unsettled after ${rounds} rounds`);
}

export function follow(lab: Lab, options: Partial<FollowOptions> = {}): Promise<FollowResult> {
  const { database, clients } = lab;
  return followAnchors({ database, clients, contract: BELL, startBlock: 0, ...options });
}
