/** What can be wrong with something this package was given. Stable: callers branch on it. */
export type TlogErrorCode =
  | 'NUMBER_INVALID'
  | 'HASH_INVALID'
  | 'PROOF_INVALID'
  | 'TILE_INVALID'
  | 'EDGE_INVALID'
  | 'PATH_INVALID'
  | 'BUNDLE_INVALID'
  | 'CHECKPOINT_INVALID'
  | 'NOTE_INVALID'
  | 'NOTE_SIGNATURE_INVALID'
  | 'NOTE_UNVERIFIED'
  | 'KEY_INVALID';

/** Refused input. The same input is refused again, so it is never worth a retry. */
export class TlogError extends Error {
  override readonly name: string = 'TlogError';
  readonly code: TlogErrorCode;
  readonly retryable = false;

  constructor(code: TlogErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A Merkle proof that cannot be evaluated, or cannot exist for the numbers given. */
export class ProofError extends TlogError {
  override readonly name = 'ProofError';

  constructor(message: string) {
    super('PROOF_INVALID', message);
  }
}
