/**
 * Runs actions of which at most `limit` may be unsettled at once, and gives up waiting for one
 * after `timeoutMs`. An action counts until it really settles, also when nobody waits for it any
 * more: drivers queue what they cannot send, and this is what bounds that queue.
 */
export function createInFlight(
  limit: number,
  timeoutMs: number,
): <T>(action: () => Promise<T>, refusal: (cause?: unknown) => Error) => Promise<T> {
  let running = 0;
  return async (action, refusal) => {
    if (running >= limit) throw refusal();
    running += 1;
    const settling = action().finally(() => {
      running -= 1;
    });
    const giveUp = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      giveUp.reject(refusal());
    }, timeoutMs);
    try {
      return await Promise.race([settling, giveUp.promise]);
    } catch (error) {
      throw refusal(error);
    } finally {
      clearTimeout(timer);
    }
  };
}
