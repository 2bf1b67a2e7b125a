/** Why a whole file is refused; faults of single nameplates are `NameplateRefusal`s. */
export type NameplateErrorCode = 'AAS_INVALID' | 'AAS_TOO_LARGE' | 'NAMEPLATE_MISSING';

/** A file out of which no nameplate can be read. */
export class NameplateError extends Error {
  override readonly name = 'NameplateError';
  readonly code: NameplateErrorCode;
  readonly retryable = false;

  constructor(code: NameplateErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
