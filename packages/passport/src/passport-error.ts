/** Stable names of everything this package refuses. */
export type PassportErrorCode =
  | 'CODE_SYNTAX'
  | 'CODE_CHECK'
  | 'CODE_PRODUCT_TYPE'
  | 'CODE_ORIGIN'
  | 'CODE_MONTH'
  | 'CODE_SEQUENCE'
  | 'ILLEGAL_STATUS_EDGE'
  | 'REASON_REQUIRED'
  | 'HISTORY_EMPTY'
  | 'HISTORY_POSITION'
  | 'HISTORY_STREAM'
  | 'NOT_CREATED_FIRST'
  | 'CREATED_TWICE'
  | 'CODE_MISMATCH'
  | 'TAKEOVER_NOT_SECOND'
  | 'STATUS_MISMATCH'
  | 'AMENDED_VALUE_MISMATCH'
  | 'OWNER_MISMATCH'
  | 'FLAG_UNCHANGED'
  | 'DOCUMENT_UNKNOWN'
  | 'COMPONENT_UNKNOWN'
  | 'COMPONENT_INSTALLED'
  | 'COMPONENT_CYCLE'
  | 'COMPONENT_FOREIGN'
  | 'REFERENCE_UNKNOWN'
  | 'ERASURE_FORBIDDEN'
  | 'PAYLOAD_MISSING'
  | 'KIND_FOREIGN';

/** A refusal of this package; in a history, `position` is the event that cannot stand there. */
export class PassportError extends Error {
  override readonly name = 'PassportError';
  readonly code: PassportErrorCode;
  readonly retryable = false;
  readonly position: number | undefined;

  constructor(code: PassportErrorCode, message: string, position?: number) {
    super(position === undefined ? message : `position ${position}: ${message}`);
    this.code = code;
    this.position = position;
  }
}
