import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets `clients` clients do `rate` pieces of work a second for `ms`, and returns how long each took in
 * milliseconds, counted from when its turn had come: what has to wait because an earlier one is slow
 * has waited.
 */
export async function paced(
  { clients, rate, ms }: { clients: number; rate: number; ms: number },
  work: (client: number) => Promise<void>,
): Promise<number[]> {
  const began = performance.now();
  const total = Math.floor((rate * ms) / 1000);
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (next < total) {
        const due = began + (next++ * 1000) / rate;
        const early = due - performance.now();
        // Rounded up: a timer fires by the whole millisecond, and a client must not be early.
        if (early > 0) await sleep(Math.ceil(early));
        await work(client);
        times.push(performance.now() - due);
      }
    }),
  );
  return times;
}
