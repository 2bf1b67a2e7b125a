/**
 * RFC 3986 section 2.1 for values of element strings: one octet is one character, and a percent
 * sign that starts no octet stays as it is. In a query a plus sign is a space.
 */
export function percentDecode(text: string, inQuery: boolean): string {
  return (inQuery ? text.replaceAll('+', ' ') : text).replace(/%([0-9A-Fa-f]{2})/g, (_, octet) =>
    String.fromCharCode(Number.parseInt(String(octet), 16)),
  );
}

/** Escapes all but the unreserved characters of RFC 3986; for characters below U+0100. */
export function percentEncode(text: string): string {
  return text.replace(
    /[^A-Za-z0-9._~-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
