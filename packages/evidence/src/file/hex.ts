/**
 * Bytes of lowercase hex that the schema has accepted already. An evidence file is mostly hex, so
 * this is the loop that decides how long verification takes: no check, no text cut into pieces.
 */
export function hexToBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = 16 * digit(hex.charCodeAt(2 * index)) + digit(hex.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** '0' to '9' are 0x30 to 0x39, 'a' to 'f' are 0x61 to 0x66. */
function digit(unit: number): number {
  return unit < 0x3a ? unit - 0x30 : unit - 0x57;
}
