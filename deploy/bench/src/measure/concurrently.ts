import { performance } from 'node:perf_hooks';

/**
 * Lets `clients` clients repeat `work` at the same time until `ms` have passed, and returns how many
 * times per second it was done. Each client counts for itself; the counts are added at the end.
 */
export async function concurrently(
  clients: number,
  ms: number,
  work: (client: number) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const counts = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      let count = 0;
      while (performance.now() - began < ms) {
        await work(client);
        count += 1;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}
