import {
  CODEC,
  commitment,
  encodeEntry,
  encodeRedemption,
  REDEMPTION_KIND,
  redemptionStream,
  streamId,
} from '@luna/record';
import { hexToBytes, sha256, toHex } from 'viem';
import type { Address, Hex } from 'viem';

export type Told = { chainId: number; bridge: Address; recipient: Address; amount: number };

/** What a claim says, but the place in the log and the proof. */
export type Redeemed = {
  redemptionId: Hex;
  recipient: Address;
  amount: bigint;
  claimableUntil: bigint;
  recordedAt: bigint;
  salt: Hex;
};

/** A redemption named by a number, recorded at `time` (seconds), and its entry as @luna/record writes it. */
export function redeem(
  n: number,
  time: bigint,
  told: Told,
): { claim: Redeemed; entry: Uint8Array } {
  const redemptionId = sha256(toHex(`redemption ${n}`));
  const salt = sha256(toHex(`salt ${n}`));
  const claimableUntil = Number(time) + 30 * 86_400;
  const recordedAt = Number(time) * 1_000 + 7;
  const payload = encodeRedemption({
    chainId: told.chainId,
    bridge: hexToBytes(told.bridge),
    recipient: hexToBytes(told.recipient),
    amount: told.amount,
    redemptionId: hexToBytes(redemptionId),
    claimableUntil,
  });
  const entry = encodeEntry({
    version: 1,
    codec: CODEC.abi,
    kind: REDEMPTION_KIND,
    stream: streamId(redemptionStream(hexToBytes(redemptionId))),
    position: 1,
    recordedAt,
    previous: new Uint8Array(32),
    commitment: commitment(hexToBytes(salt), payload),
  });
  const claim = {
    redemptionId,
    recipient: told.recipient,
    amount: BigInt(told.amount),
    claimableUntil: BigInt(claimableUntil),
    recordedAt: BigInt(recordedAt),
    salt,
  };
  return { claim, entry };
}
