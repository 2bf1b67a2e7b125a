import { LunaError } from '@luna/runtime';
import type { Address } from 'viem';

/** The account cannot pay; whatever waits is tried again once somebody has sent it funds. */
export function unfunded(signer: Address, cause: unknown): LunaError {
  return new LunaError(
    'TX_SIGNER_UNFUNDED',
    `The account ${signer} cannot pay for its transaction; send it funds, it will be tried again`,
    { retryable: true, details: { signer }, cause },
  );
}
