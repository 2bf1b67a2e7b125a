import { setImmediate } from 'node:timers/promises';

type Batch<V> = PromiseWithResolvers<ReadonlyMap<string, V>> & { keys: Set<string> };

/**
 * Makes one question of many that come at about the same time. Whoever asks gets an answer that was
 * begun after they asked, so nobody is told something older than their question. Up to `atOnce`
 * questions are under way; what comes meanwhile waits together for the first that ends. One alone
 * would have everybody wait for the same answer and nobody work until it is there.
 *
 * @param read answers for many keys at once; keys without an answer are left out
 */
export function askTogether<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  atOnce: number,
): (key: string) => Promise<V | undefined> {
  let underWay = 0;
  let waiting: Batch<V> | undefined;

  const take = () => {
    const batch = waiting;
    waiting = undefined;
    return batch;
  };
  const send = async () => {
    underWay += 1;
    // Requests that lie ready to be read are read before the question goes out.
    await setImmediate();
    const batch = take();
    if (batch !== undefined) await read([...batch.keys]).then(batch.resolve, batch.reject);
    underWay -= 1;
    if (waiting !== undefined) void send();
  };
  return async (key) => {
    if (waiting === undefined) {
      waiting = { keys: new Set(), ...Promise.withResolvers<ReadonlyMap<string, V>>() };
      if (underWay < atOnce) void send();
    }
    waiting.keys.add(key);
    return (await waiting.promise).get(key);
  };
}
