import { decodeEntry, entryLeaf, RecordError, type Entry } from '@luna/record';
import type { Hash } from '@luna/tlog';
import { fromBase64 } from '../file/base64.ts';
import { hexToBytes } from '../file/hex.ts';
import type { Evidence, EvidenceEntry } from '../file/evidence-schema.ts';

/** One entry of the file, decoded but not yet believed. */
export type ReadEntry = {
  /** Place in the file from 1: the position it should have. */
  place: number;
  bytes: Uint8Array;
  leaf: Hash;
  /** Null when the bytes are not an entry of a version this program knows. */
  entry: Entry | null;
  /** Null when not disclosed. */
  payload: { bytes: Uint8Array; salt: Uint8Array } | null;
  /** False for entries recorded after the anchored one. */
  anchored: boolean;
};

/** The entries of the file in their order, the pending ones last. */
export function readEntries({ entries, pending = [] }: Evidence): readonly ReadEntry[] {
  return [...entries, ...pending].map((item, index) =>
    readEntry(item, index + 1, index < entries.length),
  );
}

function readEntry(item: EvidenceEntry, place: number, anchored: boolean): ReadEntry {
  const bytes = hexToBytes(item.entry);
  const { payload, salt } = item;
  return {
    place,
    bytes,
    leaf: entryLeaf(bytes),
    entry: decode(bytes),
    payload:
      payload === undefined || salt === undefined
        ? null
        : { bytes: fromBase64(payload), salt: hexToBytes(salt) },
    anchored,
  };
}

function decode(bytes: Uint8Array): Entry | null {
  try {
    return decodeEntry(bytes);
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}
