import type { ChainClients } from '../chain-clients.ts';

/** Anvil with `--slots-in-an-epoch 1` calls the block two below its head final. */
const BLOCKS_TO_FINALITY = 2;

/**
 * The development chain mines only when there is something to mine, so nothing would ever become
 * final. If a block above the finalised one holds a transaction, whoever sent it, two empty blocks
 * are mined. Otherwise, and on every other chain, nothing happens. Returns whether it mined.
 */
export async function nudgeFinality({
  rpc,
  settings,
}: Pick<ChainClients, 'rpc' | 'settings'>): Promise<boolean> {
  if (!settings.development) return false;
  const [latest, finalised] = await Promise.all([rpc.header('latest'), rpc.header('finalized')]);
  if (latest === null || finalised === null) return false;
  const open = Array.from(
    { length: latest.number - finalised.number },
    (_, at) => latest.number - at,
  );
  for (const number of open) {
    const header = number === latest.number ? latest : await rpc.header(number);
    if (header === null || header.transactions.length === 0) continue;
    await rpc.mine(BLOCKS_TO_FINALITY);
    return true;
  }
  return false;
}
