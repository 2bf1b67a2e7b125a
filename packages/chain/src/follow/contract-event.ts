import { passportLogAbi, pointsBridgeAbi } from '@luna/contracts-abi';
import { LunaError } from '@luna/runtime';
import { decodeEventLog, toEventSelector } from 'viem';
import type { Address, Hash, Hex } from 'viem';
import { z } from 'zod';

import type { ChainLog } from '../rpc/answers.ts';

/** Where on the chain a log is. `blockTime` in Unix seconds. */
export interface LogPlace {
  readonly contract: Address;
  readonly txHash: Hash;
  /** Index of the log within its transaction: with the transaction, it names the effect. */
  readonly logInTx: number;
  readonly blockNumber: number;
  readonly blockHash: Hash;
  readonly logIndex: number;
  readonly blockTime: number;
}

export interface AnchoredEvent extends LogPlace {
  readonly name: 'Anchored';
  readonly index: number;
  readonly size: number;
  readonly root: Hex;
  readonly manifest: Hex;
}

/** Any event but `Anchored`, arguments by name: integers as decimal text, bytes and addresses as 0x hex. */
export interface OtherEvent extends LogPlace {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string>>;
  /** The contract the log goes on in, when this is `Retired`. */
  readonly successor?: Address;
}

/** viem gives no arguments at all for an event without any. */
const argumentsSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.bigint()]).transform(String))
  .default({});

const ABI = [...passportLogAbi, ...pointsBridgeAbi] as const;

const KNOWN = new Set<string>(
  ABI.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : [])),
);

/**
 * What a log of a PassportLog or of the PointsBridge says; null for an event this version does not know.
 * @throws LunaError CHAIN_EVENT_INVALID when it is not encoded as the ABI says, or a number is beyond 2^53-1.
 */
export function parseContractEvent(
  log: ChainLog,
  place: LogPlace,
): AnchoredEvent | OtherEvent | null {
  const [signature, ...indexed] = log.topics;
  if (signature === undefined || !KNOWN.has(signature)) return null;
  try {
    const event = decodeEventLog({
      abi: ABI,
      topics: [signature, ...indexed],
      data: log.data,
    });
    if (event.eventName === 'Anchored') {
      const { index, size, root, manifest } = event.args;
      return { ...place, name: 'Anchored', index, size: safe(size), root, manifest };
    }
    const named = argumentsSchema.parse(event.args);
    const rest = { ...place, name: event.eventName, arguments: named };
    return event.eventName === 'Retired' ? { ...rest, successor: event.args.successor } : rest;
  } catch (cause) {
    throw new LunaError(
      'CHAIN_EVENT_INVALID',
      `Contract ${place.contract} emitted an event in ${place.txHash} that cannot be read`,
      { cause, details: { tx: place.txHash, logIndex: place.logIndex } },
    );
  }
}

export function isAnchored(event: AnchoredEvent | OtherEvent): event is AnchoredEvent {
  return event.name === 'Anchored';
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value.toString()} is beyond 2^53-1`);
  return number;
}
