import type { Clock } from '@luna/runtime';

import { listAttempts } from '../sender/attempt.ts';
import type { Attempt } from '../sender/attempt.ts';
import { readIntent } from '../sender/intent.ts';
import type { Intent } from '../sender/intent.ts';
import { keySigner } from '../sender/signer.ts';
import { TransactionSender } from '../sender/transaction-sender.ts';
import { TEST_KEYS } from './accounts.ts';
import { BELL, RING } from './bell.ts';
import type { Lab } from './lab.ts';
import { mined } from './passport-log.ts';

export const signer = keySigner(TEST_KEYS[0]);
export const stranger = keySigner(TEST_KEYS[1]);
export const ring = { purpose: 'ring', to: BELL, data: RING };

/** A sender as a freshly started process has it: it remembers nothing. */
export function newProcess(lab: Lab, options: { clock?: Clock; url?: string } = {}) {
  const clients = options.url === undefined ? lab.clients : lab.clientsOf(options.url);
  const clock = options.clock === undefined ? {} : { clock: options.clock };
  return new TransactionSender({ database: lab.database, clients, signer, ...clock });
}

export async function reread(lab: Lab, { id }: Intent): Promise<Intent> {
  const intent = await lab.database.tx({}, (tx) => readIntent(tx, id));
  if (intent === undefined) throw new Error('the intent is gone');
  return intent;
}

export function attemptsOf(lab: Lab, { id }: Intent): Promise<Attempt[]> {
  return lab.database.tx({}, (tx) => listAttempts(tx, id));
}

/** How many transactions of the signer the chain has mined. */
export function minedCount(lab: Lab): Promise<number> {
  return lab.clients.rpc.transactionCount(signer.address, 'latest');
}

/** Mines a transaction of the same account that the sender knows nothing of. */
export async function spendNonceElsewhere(lab: Lab, nonce: number): Promise<void> {
  const raw = await signer.signTransaction({
    type: 'eip1559',
    chainId: 31_337,
    nonce,
    to: stranger.address,
    gas: 21_000n,
    maxFeePerGas: 10_000_000_000n,
    maxPriorityFeePerGas: 2_000_000_000n,
  });
  await mined(lab, await lab.clients.rpc.sendRaw(raw));
}
