import type { ChainReader, Hex } from './chain-reader.ts';

/**
 * Transactions of the block with this timestamp (seconds), found by bisection among blocks 0 to
 * `newest`. Null when the node has no such block, or no longer keeps what was in it.
 */
export async function transactionsAt(
  chain: ChainReader,
  newest: number,
  time: number,
): Promise<readonly Hex[] | null> {
  let low = 0;
  let high = newest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const at = await chain.blockTime(middle);
    if (at === null) return null;
    if (at < time) low = middle + 1;
    else high = middle;
  }
  const found: Hex[] = [];
  // Development chains may give several blocks the same second.
  for (let number = low; number <= newest; number += 1) {
    const at = await chain.blockTime(number);
    if (at !== time) return at !== null && number > low ? found : null;
    const transactions = await chain.transactions(number);
    if (transactions === null) return null;
    found.push(...transactions);
  }
  return found;
}
