import { ChainError } from './chain-error.ts';
import type { ChainReader, Hex } from './chain-reader.ts';
import { readRetirement } from './passport-log.ts';

/** A contract of the log; anchors numbered above `lastHonestIndex` are withdrawn (null: none is). */
export type LogContract = { address: Hex; lastHonestIndex: number | null };

/** A log changes its contract a few times in its life; more than this is a chain that lies. */
const MOST_CONTRACTS = 64;

/**
 * The contracts that are allowed to anchor this log: the trusted first one and, because each retired
 * contract names the next, all its successors. Null when there is no contract at the first address.
 */
export async function followSuccessors(
  chain: ChainReader,
  first: Hex,
): Promise<readonly LogContract[] | null> {
  const contracts: LogContract[] = [];
  let address: Hex | null = first;
  while (address !== null) {
    const retirement = await readRetirement(chain, address);
    if (retirement === null && contracts.length === 0) return null;
    if (retirement === null || contracts.length === MOST_CONTRACTS) {
      throw new ChainError(
        'CHAIN_ANSWER_INVALID',
        'The chain server names successors that are none.',
      );
    }
    const { lastHonestIndex, successor } = retirement;
    contracts.push({ address, lastHonestIndex: successor === null ? null : lastHonestIndex });
    address = successor;
  }
  return contracts;
}
