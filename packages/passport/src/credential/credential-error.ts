/** Stable names of everything credentials are refused for; verification answers with them too. */
export type CredentialErrorCode =
  | 'DOCUMENT_INVALID'
  | 'DOCUMENT_TOO_LARGE'
  | 'TIME_INVALID'
  | 'ORIGIN_INVALID'
  | 'KEY_INVALID'
  | 'DID_INVALID'
  | 'DID_DOCUMENT_INVALID'
  | 'PROOF_PRESENT'
  | 'PROOF_MISSING'
  | 'PROOF_SET'
  | 'PROOF_CHAIN'
  | 'PROOF_MALFORMED'
  | 'SUITE_WRONG'
  | 'PURPOSE_WRONG'
  | 'METHOD_MISMATCH'
  | 'CONTEXT_MISMATCH'
  | 'SIGNATURE_WRONG'
  | 'PROOF_EXPIRED'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'ISSUER_MISMATCH'
  | 'KEY_UNKNOWN'
  | 'KEY_REVOKED'
  | 'STATUS_LIST_INVALID'
  | 'STATUS_LIST_LENGTH'
  | 'STATUS_INDEX';

/** A refusal of the credential code; the same input is refused again. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly code: CredentialErrorCode;
  readonly retryable = false;

  constructor(code: CredentialErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
