import { setImmediate } from 'node:timers/promises';

/**
 * Makes one question of the questions that come while an earlier one is being answered. Whoever asks
 * gets an answer that was begun after they asked, so nobody is told something older than their
 * question; one question is under way at a time.
 *
 * @param read answers for many keys at once; keys without an answer are left out
 */
export function askTogether<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: { keys: Set<string>; answers: Promise<ReadonlyMap<string, V>> } | undefined;

  const begin = () => {
    const keys = new Set<string>();
    const answers = underWay
      // Requests that lie ready to be read are read before the question goes out.
      .then(() => setImmediate())
      .then(() => {
        next = undefined;
        return read([...keys]);
      });
    underWay = answers.catch(() => undefined);
    return { keys, answers };
  };
  return async (key) => {
    next ??= begin();
    next.keys.add(key);
    return (await next.answers).get(key);
  };
}
