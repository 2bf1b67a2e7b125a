/** Stable names of what stops an export, or a document from being captured at all. */
export type EpcisErrorCode = 'ORIGIN_INVALID' | 'DOCUMENT_INVALID' | 'DOCUMENT_TYPE';

/** A refusal of a whole document; one event of a document is refused by a `CaptureRefusal`. */
export class EpcisError extends Error {
  override readonly name = 'EpcisError';
  readonly code: EpcisErrorCode;
  readonly retryable = false;

  constructor(code: EpcisErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
