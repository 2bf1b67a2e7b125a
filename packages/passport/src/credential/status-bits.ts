import { CredentialError } from './credential-error.ts';

/** A list has at least so many entries, that one index hides among them: 16 KiB of bits. */
export const STATUS_LIST_ENTRIES = 131_072;
/** Nor has it more: 1 MiB of bits. */
export const MOST_ENTRIES = 8_388_608;

/**
 * A bitstring in which these indexes are set; index 0 is the left-most bit (Bitstring Status List 1.0,
 * section 2.2). `entries` is a multiple of 8 from 131,072 to 8,388,608.
 *
 * @throws CredentialError STATUS_LIST_LENGTH, STATUS_INDEX
 */
export function statusBits(indexes: Iterable<number>, entries = STATUS_LIST_ENTRIES): Uint8Array {
  checkEntries(entries);
  const bits = new Uint8Array(entries / 8);
  for (const index of indexes) {
    const { at, byte, mask } = place(bits, index);
    bits[at] = byte | mask;
  }
  return bits;
}

/**
 * Whether the entry at `index` is set.
 * @throws CredentialError STATUS_INDEX when the list has no such entry
 */
export function isRevoked(bits: Uint8Array, index: number): boolean {
  const { byte, mask } = place(bits, index);
  return (byte & mask) !== 0;
}

/** @throws CredentialError STATUS_LIST_LENGTH */
export function checkEntries(entries: number): void {
  if (entries % 8 !== 0 || entries < STATUS_LIST_ENTRIES || entries > MOST_ENTRIES) {
    throw new CredentialError(
      'STATUS_LIST_LENGTH',
      `a status list has ${STATUS_LIST_ENTRIES} to ${MOST_ENTRIES} entries, in whole bytes`,
    );
  }
}

function place(bits: Uint8Array, index: number): { at: number; byte: number; mask: number } {
  const at = Math.floor(index / 8);
  const byte = bits[at];
  if (!Number.isInteger(index) || byte === undefined) {
    throw new CredentialError('STATUS_INDEX', `the list has no entry ${index}`);
  }
  return { at, byte, mask: 0x80 >> (index % 8) };
}
