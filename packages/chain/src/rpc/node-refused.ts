import { LunaError } from '@luna/runtime';
import { BaseError, RpcRequestError } from 'viem';

/** What a node means by an error answer, as far as we act on it. */
export type Refusal =
  | 'already-known'
  | 'nonce-too-low'
  | 'replacement-underpriced'
  | 'fee-too-low'
  | 'unfunded'
  | 'reverted'
  | 'other';

/** A node answered, and the answer is no. */
export class NodeRefusedError extends LunaError {
  override readonly name = 'NodeRefusedError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, method: string, answer: string, cause: unknown) {
    super('CHAIN_NODE_REFUSED', `The chain's node refused ${method}: ${answer}`, {
      details: { method, refusal },
      cause,
    });
    this.refusal = refusal;
  }
}

/**
 * JSON-RPC has no codes for these, only each client's own words (geth and bor core/error.go,
 * txpool/errors.go; erigon txpoolcfg; nethermind AcceptTxResult; anvil eth/error.rs).
 * The first match counts: "replacement transaction underpriced" is also "underpriced".
 */
const WORDS: readonly (readonly [Refusal, RegExp])[] = [
  ['already-known', /already known|already imported|alreadyknown|known transaction/i],
  ['nonce-too-low', /nonce too low|nonce is too low|oldnonce/i],
  [
    'replacement-underpriced',
    /replacement (transaction )?underpriced|replacementnotallowed|could not replace/i,
  ],
  [
    'fee-too-low',
    /less than block base fee|underpriced|fee too low|feetoolow|transaction is outdated/i,
  ],
  ['unfunded', /insufficient funds|insufficientfunds|exceeds transaction sender account balance/i],
  ['reverted', /execution reverted|revert/i],
];

export function refusalOf(code: number, answer: string): Refusal {
  // Code 3 is the one agreed number: execution reverted, with the revert data (EIP-1474 practice).
  if (code === 3) return 'reverted';
  return WORDS.find(([, words]) => words.test(answer))?.[0] ?? 'other';
}

/**
 * Turns what viem throws into our errors: {@link NodeRefusedError} when a node answered with an
 * error, CHAIN_UNAVAILABLE (retryable) when none answered.
 */
export function toChainError(error: unknown, method: string): LunaError {
  if (error instanceof LunaError) return error;
  const answer =
    error instanceof BaseError ? error.walk((part) => part instanceof RpcRequestError) : null;
  if (answer instanceof RpcRequestError) {
    return new NodeRefusedError(
      refusalOf(answer.code, answer.details),
      method,
      answer.details,
      error,
    );
  }
  return new LunaError(
    'CHAIN_UNAVAILABLE',
    `The chain's node did not answer ${method}; it will be asked again`,
    {
      retryable: true,
      details: { method },
      cause: error,
    },
  );
}
