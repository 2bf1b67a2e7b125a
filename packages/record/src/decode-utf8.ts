import { RecordError } from './record-error.ts';

/**
 * Bytes to text; refuses what is not UTF-8 (`JSON_UTF8`) or starts with a byte order mark
 * (`JSON_BOM`, RFC 8259 section 8.1).
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new RecordError('JSON_BOM', 'JSON text must not start with a byte order mark', {
      offset: 0,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    throw new RecordError('JSON_UTF8', `not UTF-8 at byte ${offset}`, { offset });
  }
}

/** TextDecoder does not say where it failed; the longest prefix it accepts does. */
function firstInvalidByte(bytes: Uint8Array): number {
  let accepted = 0;
  let refused = bytes.length + 1;
  while (refused - accepted > 1) {
    const middle = (accepted + refused) >>> 1;
    if (isPrefixOfUtf8(bytes.subarray(0, middle))) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

function isPrefixOfUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
