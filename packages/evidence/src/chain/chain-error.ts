/** Why a chain gave no answer. */
export type ChainErrorCode =
  'CHAIN_UNREACHABLE' | 'CHAIN_TIMEOUT' | 'CHAIN_REFUSED' | 'CHAIN_ANSWER_INVALID';

/**
 * No answer from the chain. It says nothing about the evidence, so it never fails a check.
 *
 * `CHAIN_UNREACHABLE` no connection or a server error, `CHAIN_TIMEOUT`, `CHAIN_REFUSED` a JSON-RPC
 * error, `CHAIN_ANSWER_INVALID` something that is not the answer to the question.
 */
export class ChainError extends Error {
  override readonly name = 'ChainError';
  readonly code: ChainErrorCode;
  readonly retryable: boolean;

  constructor(code: ChainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'CHAIN_UNREACHABLE' || code === 'CHAIN_TIMEOUT';
  }
}
