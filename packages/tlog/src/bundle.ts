import { concat } from './bytes.ts';
import { TlogError } from './error.ts';
import { TILE_WIDTH } from './tile.ts';

const LENGTH_BYTES = 2;
const MAX_ENTRY = 0xffff;

/**
 * Entry bundle: 1 to 256 entries, each behind its length as big-endian uint16 (C2SP tlog-tiles).
 * @throws TlogError BUNDLE_INVALID for another number of entries or an entry above 65,535 bytes
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  assertWidth(entries.length);
  return concat(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY) throw refusal('An entry is longer than 65,535 bytes.');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/**
 * Entries of a bundle, copied out of it.
 * @throws TlogError BUNDLE_INVALID when it is cut off, empty, or holds more than 256 entries
 */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + LENGTH_BYTES > bytes.length) throw refusal('The bundle ends inside a length.');
    const start = at + LENGTH_BYTES;
    const end = start + view.getUint16(at);
    if (end > bytes.length) throw refusal('The bundle ends inside an entry.');
    entries.push(bytes.slice(start, end));
    at = end;
    if (entries.length > TILE_WIDTH) break;
  }
  assertWidth(entries.length);
  return entries;
}

function assertWidth(width: number): void {
  if (width < 1 || width > TILE_WIDTH) throw refusal('A bundle holds 1 to 256 entries.');
}

function refusal(message: string): TlogError {
  return new TlogError('BUNDLE_INVALID', message);
}
