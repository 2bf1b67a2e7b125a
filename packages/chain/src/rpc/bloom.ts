import { bytesToHex, hexToBytes, keccak256 } from 'viem';
import type { Address, Hex } from 'viem';

/** Ethereum Yellow Paper 4.3.1: 2048 bits, three per item, from the low 11 bits of the first three 16-bit words of its Keccak-256. */
const BITS = 2048;

function bitsOf(item: Hex): number[] {
  const digest = hexToBytes(keccak256(item));
  return [0, 2, 4].map((at) => (((digest[at] ?? 0) << 8) | (digest[at + 1] ?? 0)) % BITS);
}

function hasBit(bloom: Uint8Array, bit: number): boolean {
  const byte = bloom[bloom.length - 1 - (bit >> 3)] ?? 0;
  return (byte & (1 << (bit & 7))) !== 0;
}

/** False: no log of the block names this address or topic. True: one probably does. */
export function mayHold(bloom: Hex, item: Hex): boolean {
  const bytes = hexToBytes(bloom);
  return bitsOf(item).every((bit) => hasBit(bytes, bit));
}

/** The part of a log that a bloom covers. */
export interface NamedLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
}

/** The bloom of these logs: of each, the address and every topic. */
export function bloomOf(logs: readonly NamedLog[]): Hex {
  const bytes = new Uint8Array(BITS / 8);
  for (const bit of logs.flatMap(({ address, topics }) => [address, ...topics].flatMap(bitsOf))) {
    const at = bytes.length - 1 - (bit >> 3);
    bytes[at] = (bytes[at] ?? 0) | (1 << (bit & 7));
  }
  return bytesToHex(bytes);
}

/**
 * Whether these logs account for every bit of the header's bloom. If not, logs are missing. (More
 * bits than the header's are fine: Polygon's state-sync logs are not in it.)
 */
export function explains(bloom: Hex, logs: readonly NamedLog[]): boolean {
  const found = hexToBytes(bloomOf(logs));
  return hexToBytes(bloom).every((byte, at) => (byte & ~(found[at] ?? 0)) === 0);
}
