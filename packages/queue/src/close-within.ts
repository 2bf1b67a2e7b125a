/**
 * Waits for something to close, at most `ms`: during an outage the last word to a server is never
 * answered. Its error is of no use to anybody any more.
 */
export async function closeWithin(closing: Promise<void>, ms: number): Promise<void> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, ms, undefined);
  await Promise.race([closing.catch(() => undefined), late.promise]);
  clearTimeout(timer);
}
