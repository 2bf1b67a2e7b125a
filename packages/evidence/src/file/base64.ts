const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;
/** Last characters before the padding whose unused bits are zero (RFC 4648 section 3.5). */
const LAST_BEFORE_ONE_PAD = /[AEIMQUYcgkosw048]=$/;
const LAST_BEFORE_TWO_PADS = /[AQgw]==$/;

/**
 * True for standard base64 in its one canonical spelling: padded, no white space, unused bits zero.
 * Two spellings of the same bytes would let a file be changed without anything noticing.
 */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0 || !ALPHABET.test(text)) return false;
  if (text.endsWith('==')) return LAST_BEFORE_TWO_PADS.test(text.slice(-3));
  return !text.endsWith('=') || LAST_BEFORE_ONE_PAD.test(text.slice(-2));
}

/** Bytes of a text that `isBase64` accepts. */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In slices, because the arguments of one call are limited; not spread, which is five times slower.
  for (let from = 0; from < bytes.length; from += 8192) {
    const slice = bytes.subarray(from, from + 8192);
    binary += String(Reflect.apply(String.fromCharCode, undefined, slice));
  }
  return btoa(binary);
}
