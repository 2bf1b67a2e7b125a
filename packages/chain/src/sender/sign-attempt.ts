import { LunaError } from '@luna/runtime';
import { keccak256 } from 'viem';

import { NodeRefusedError } from '../rpc/node-refused.ts';
import { isMined, listAttempts, storeAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import type { SenderContext } from './context.ts';
import { isAffordable, quoteFees, raiseFees } from './fees.ts';
import type { Fees } from './fees.ts';
import type { Intent } from './intent.ts';
import { lookUp } from './look-up.ts';
import { unfunded } from './unfunded.ts';
import { withdrawUnsigned } from './withdraw.ts';

/** A quarter on top of the estimate: state moves between estimate and block. */
const GAS_MARGIN_PERCENT = 125n;

export type SignOutcome = 'signed' | 'not-due' | 'withdrawn' | 'fee-above-cap';

/**
 * Second step of sending: signs the intent's first transaction, or a replacement (same nonce, both
 * fees at least a tenth higher) when the newest has waited too long, and stores the bytes. Nothing
 * is broadcast. A call that can no longer succeed is withdrawn if nothing was signed for it, and
 * otherwise replaced by an empty transfer that fills its nonce.
 * @throws LunaError TX_SIGNER_UNFUNDED, CHAIN_UNAVAILABLE, CHAIN_NODE_REFUSED
 */
export async function signAttempt(context: SenderContext, intent: Intent): Promise<SignOutcome> {
  const { database, rpc, settings, signer } = context;
  const { nonce } = intent;
  if (nonce === null) return 'not-due';
  const { attempts, mined } = await database.tx({}, async (tx) => ({
    attempts: await listAttempts(tx, intent.id),
    mined: await isMined(tx, intent.id),
  }));
  const previous = attempts.at(-1);
  if (mined || (previous !== undefined && !(await isReplacementDue(context, nonce, previous)))) {
    return 'not-due';
  }

  const call = { from: signer.address, to: intent.to, data: intent.data, value: intent.value };
  const estimate = await estimateOrNull(context, call);
  if (estimate === null && previous === undefined) return withdrawOrWait(context, intent, nonce);
  const fees = await feesFor(context, previous);
  if (!isAffordable(settings, fees)) return 'fee-above-cap';

  // Once a filler is signed the intent stays given up: a caller may already count on the next try.
  const fills = estimate === null || previous?.fillsNonce === true;
  const target = fills ? { ...call, to: signer.address, data: '0x' as const, value: 0n } : call;
  const gasNeeded = estimate === null || fills ? await rpc.estimateGas(target) : estimate;
  const gas = (gasNeeded * GAS_MARGIN_PERCENT) / 100n;
  const raw = await signer.signTransaction({
    type: 'eip1559',
    chainId: settings.id,
    nonce,
    to: target.to,
    data: target.data,
    value: target.value,
    gas,
    maxFeePerGas: fees.maxFee,
    maxPriorityFeePerGas: fees.maxTip,
  });
  const stored = await database.tx({}, (tx) =>
    storeAttempt(tx, {
      chainId: settings.id,
      nonce,
      intentId: intent.id,
      ordinal: (previous?.ordinal ?? 0) + 1,
      hash: keccak256(raw),
      raw,
      fillsNonce: fills,
      gas,
      ...fees,
      signedAt: context.clock.now(),
    }),
  );
  return stored ? 'signed' : 'not-due';
}

/** Only what is next in line is replaced; the rest waits for it, whatever it pays. */
async function isReplacementDue(
  context: SenderContext,
  nonce: number,
  newest: Attempt,
): Promise<boolean> {
  const { rpc, settings, signer, clock } = context;
  const isOld = clock.now() - newest.signedAt >= settings.replaceAfterMs;
  const isInPool = newest.refusal === null && newest.broadcastAt !== null;
  const paysTooLittle = newest.refusal === 'fee-too-low';
  const isOutbid = newest.refusal === 'replacement-underpriced';
  if (!paysTooLittle && !(isOld && (isInPool || isOutbid))) return false;
  if ((await rpc.transactionCount(signer.address, 'latest')) !== nonce) return false;
  return (await lookUp(context, newest.intentId)).mined === null;
}

/** A call may depend on the ones before it, so it is only given up when it is next in line. */
async function withdrawOrWait(
  context: SenderContext,
  intent: Intent,
  nonce: number,
): Promise<SignOutcome> {
  const count = await context.rpc.transactionCount(context.signer.address, 'latest');
  if (count < nonce) return 'not-due';
  await context.database.tx({}, (tx) => withdrawUnsigned(tx, intent));
  return 'withdrawn';
}

async function estimateOrNull(
  { rpc }: SenderContext,
  call: Parameters<SenderContext['rpc']['estimateGas']>[0],
): Promise<bigint | null> {
  try {
    return await rpc.estimateGas(call);
  } catch (error) {
    if (!(error instanceof NodeRefusedError)) throw error;
    if (error.refusal === 'reverted') return null;
    throw error.refusal === 'unfunded' ? unfunded(call.from, error) : error;
  }
}

async function feesFor(
  { rpc, settings }: SenderContext,
  previous: Fees | undefined,
): Promise<Fees> {
  const [newest, suggestedTip] = await Promise.all([rpc.header('latest'), rpc.suggestedTip()]);
  if (newest?.baseFeePerGas === undefined) {
    throw new LunaError('CHAIN_ANSWER_INVALID', "The chain's newest block names no base fee", {
      retryable: true,
    });
  }
  const quote = quoteFees(settings, { baseFee: newest.baseFeePerGas, suggestedTip });
  return previous === undefined ? quote : raiseFees(previous, quote);
}
