import { PASSPORT_LOG_SELECTORS, PASSPORT_LOG_TOPICS } from '@luna/contracts-abi';
import { ChainError } from './chain-error.ts';
import type { ChainLog, ChainReader, Hex } from './chain-reader.ts';

/** An `Anchored` event; `root` and `manifest` in hex without prefix. */
export type AnchoredEvent = { index: number; size: number; root: string; manifest: string };

/** Where a contract has ended; `successor` null while it has not. */
export type Retirement = { lastHonestIndex: number; successor: Hex | null };

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

/** Reads a log of a receipt as `Anchored`, null when it is something else. */
export function readAnchored({ topics, data }: ChainLog): AnchoredEvent | null {
  const [topic, index] = topics;
  if (topic !== PASSPORT_LOG_TOPICS.Anchored || index === undefined) return null;
  const [size, root, manifest] = words(data, 3);
  return { index: toNumber(index.slice(2)), size: toNumber(size), root, manifest };
}

/** Reads `retirement()`; null when there is no contract at that address. */
export async function readRetirement(
  chain: ChainReader,
  contract: Hex,
): Promise<Retirement | null> {
  const data = await chain.call(contract, PASSPORT_LOG_SELECTORS.retirement);
  if (data === '0x') return null;
  const [lastHonestIndex, word] = words(data, 2);
  const successor: Hex = `0x${word.slice(24)}`;
  return {
    lastHonestIndex: toNumber(lastHonestIndex),
    successor: successor === ZERO_ADDRESS ? null : successor,
  };
}

/** Whether the contract's ring holds this checkpoint; `root` in hex without prefix. */
export async function readIsAnchored(
  chain: ChainReader,
  contract: Hex,
  { index, size, root, time }: { index: number; size: number; root: string; time: number },
): Promise<boolean> {
  const data = await chain.call(
    contract,
    `${PASSPORT_LOG_SELECTORS.isAnchored}${word(index)}${word(size)}${root}${word(time)}`,
  );
  return toNumber(words(data, 2)[0]) === 1;
}

/** Number of the contract's newest anchor. */
export async function readHeadIndex(chain: ChainReader, contract: Hex): Promise<number> {
  return toNumber(words(await chain.call(contract, PASSPORT_LOG_SELECTORS.head), 3)[1]);
}

/** Whether a log key (hex) may sign a checkpoint of `size` entries, as the contract says. */
export async function readKeyValidity(
  chain: ChainReader,
  contract: Hex,
  key: string,
  size: number,
): Promise<boolean> {
  const data = await chain.call(contract, `${PASSPORT_LOG_SELECTORS.logKey}${key}`);
  const [from, until] = words(data, 2);
  // As bigint, because the end of a key that was not ended is 2^64 - 1.
  return BigInt(`0x${from}`) <= BigInt(size) && BigInt(size) < BigInt(`0x${until}`);
}

function word(value: number): string {
  return value.toString(16).padStart(64, '0');
}

type Tuple<N extends number> = N extends 2 ? [string, string] : [string, string, string];

function words<N extends 2 | 3>(data: Hex, count: N): Tuple<N>;
function words(data: Hex, count: number): string[] {
  if (data.length !== 2 + 64 * count) throw unreadable();
  return Array.from({ length: count }, (_, index) => data.slice(2 + 64 * index, 66 + 64 * index));
}

function toNumber(hex: string): number {
  const value = Number(`0x${hex}`);
  if (!Number.isSafeInteger(value)) throw unreadable();
  return value;
}

function unreadable(): ChainError {
  return new ChainError(
    'CHAIN_ANSWER_INVALID',
    'The chain server answered something that no PassportLog says.',
  );
}
