/** First and last byte, both included. */
export type ByteRange = { first: number; last: number };

/**
 * The one range that a Range header asks for (RFC 9110, section 14.1.2), cut to the length.
 * Undefined, so that the whole is sent, for several ranges, other units and what lies outside: a
 * server may ignore the header (section 14.2).
 */
export function byteRange(header: string | undefined, length: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  return first <= last ? { first, last } : undefined;
}
