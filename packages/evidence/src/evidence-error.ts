/** Stable names of everything this package refuses before a single check is run. */
export type EvidenceErrorCode =
  | 'EVIDENCE_TOO_LARGE'
  | 'EVIDENCE_JSON'
  | 'EVIDENCE_FORMAT'
  | 'EVIDENCE_VERSION'
  | 'EVIDENCE_SCHEMA'
  | 'TRUST_INVALID';

/** The evidence file, or the trust file, cannot be read at all. Trying again does not help. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;
  readonly retryable = false;

  constructor(code: EvidenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
