import { hashLeaf } from '@luna/tlog';
import { RecordError } from './record-error.ts';

/** Every entry of version 1 has this many bytes. */
export const ENTRY_LENGTH = 146;
export const ENTRY_VERSION = 1;
/** How the payload behind the commitment is written. */
export const CODEC = { json: 1, abi: 2 } as const;
export type Codec = (typeof CODEC)[keyof typeof CODEC];

/** The fields of an entry; `recordedAt` in Unix milliseconds, the three hashes 32 bytes each. */
export type Entry = {
  version: typeof ENTRY_VERSION;
  codec: Codec;
  kind: string;
  stream: Uint8Array;
  position: number;
  recordedAt: number;
  previous: Uint8Array;
  commitment: Uint8Array;
};

const KIND = /^[!-~]{1,32}$/;

/** Writes an entry (docs/spec/entry.md, version 1); a field that does not fit is an `ENTRY_…` error. */
export function encodeEntry(entry: Entry): Uint8Array {
  check(entry);
  const bytes = new Uint8Array(ENTRY_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes[0] = entry.version;
  bytes[1] = entry.codec;
  bytes.set(new TextEncoder().encode(entry.kind), 2);
  bytes.set(entry.stream, 34);
  view.setBigUint64(66, BigInt(entry.position));
  view.setBigUint64(74, BigInt(entry.recordedAt));
  bytes.set(entry.previous, 82);
  bytes.set(entry.commitment, 114);
  return bytes;
}

/** Reads an entry and refuses every byte string that `encodeEntry` could not have written. */
export function decodeEntry(bytes: Uint8Array): Entry {
  if (bytes.length !== ENTRY_LENGTH) {
    throw new RecordError(
      'ENTRY_LENGTH',
      `an entry has ${ENTRY_LENGTH} bytes, not ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entry = {
    version: bytes[0],
    codec: bytes[1],
    kind: String.fromCharCode(...bytes.subarray(2, 34)).replace(/\0+$/, ''),
    stream: bytes.slice(34, 66),
    position: Number(view.getBigUint64(66)),
    recordedAt: Number(view.getBigUint64(74)),
    previous: bytes.slice(82, 114),
    commitment: bytes.slice(114, 146),
  };
  check(entry);
  return entry;
}

/** The leaf of an entry in the log: SHA-256(0x00 ‖ entry), RFC 6962 section 2.1. */
export function entryLeaf(entry: Uint8Array): Uint8Array {
  if (entry.length !== ENTRY_LENGTH) {
    throw new RecordError(
      'ENTRY_LENGTH',
      `an entry has ${ENTRY_LENGTH} bytes, not ${entry.length}`,
    );
  }
  return hashLeaf(entry);
}

type Unchecked = Omit<Entry, 'version' | 'codec'> & {
  version: number | undefined;
  codec: number | undefined;
};

function check(entry: Unchecked): asserts entry is Entry {
  if (entry.version !== ENTRY_VERSION) {
    throw new RecordError('ENTRY_VERSION', `unknown entry version ${entry.version ?? 'none'}`);
  }
  if (entry.codec !== CODEC.json && entry.codec !== CODEC.abi) {
    throw new RecordError('ENTRY_CODEC', `unknown payload codec ${entry.codec ?? 'none'}`);
  }
  if (!KIND.test(entry.kind)) {
    throw new RecordError('ENTRY_KIND', 'a kind is 1 to 32 visible ASCII characters, then zeros');
  }
  checkLength('ENTRY_STREAM', 'stream', entry.stream);
  checkLength('ENTRY_PREVIOUS', 'previous', entry.previous);
  checkLength('ENTRY_COMMITMENT', 'commitment', entry.commitment);
  if (!Number.isSafeInteger(entry.position) || entry.position < 1) {
    throw new RecordError('ENTRY_POSITION', 'a position is a whole number from 1 to 2^53-1');
  }
  if (!Number.isSafeInteger(entry.recordedAt) || entry.recordedAt < 0) {
    throw new RecordError('ENTRY_RECORDED_AT', 'recordedAt is in milliseconds, 0 to 2^53-1');
  }
  if (entry.previous.every((byte) => byte === 0) !== (entry.position === 1)) {
    throw new RecordError('ENTRY_PREVIOUS', 'previous is zero at position 1 and nowhere else');
  }
}

function checkLength(
  code: 'ENTRY_STREAM' | 'ENTRY_PREVIOUS' | 'ENTRY_COMMITMENT',
  field: string,
  bytes: Uint8Array,
): void {
  if (bytes.length !== 32) {
    throw new RecordError(code, `${field} has 32 bytes, not ${bytes.length}`);
  }
}
