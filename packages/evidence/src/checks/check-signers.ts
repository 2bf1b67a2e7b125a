import { ChainError } from '../chain/chain-error.ts';
import type { ChainReader, Hex } from '../chain/chain-reader.ts';
import { readKeyValidity } from '../chain/passport-log.ts';
import { finding, type Check } from './check.ts';

/**
 * Whether the contract lets one of the keys that signed sign a checkpoint of this size. Where pinned
 * keys and chain disagree, the chain wins: it is where a stolen key is ended, also in the past.
 *
 * Returns the check to put in place of the passed one, or null when it stands, also when the chain
 * gives no answer: the pin still holds, and the anchor check tells of the silence.
 */
export async function checkSigners(
  chain: ChainReader,
  contract: Hex,
  signers: readonly string[],
  size: number,
): Promise<Check | null> {
  try {
    const validities = await Promise.all(
      signers.map((key) => readKeyValidity(chain, contract, key, size)),
    );
    if (validities.includes(true)) return null;
    const reason = 'The contract does not let the key that signed sign a checkpoint of this size.';
    return finding('checkpoint', 'CHECKPOINT_KEY_NOT_VALID', reason, { size, contract });
  } catch (error) {
    if (error instanceof ChainError) return null;
    throw error;
  }
}
