/** Stable names of everything this package refuses. */
export type RecordErrorCode =
  | 'JSON_INVALID'
  | 'JSON_UTF8'
  | 'JSON_BOM'
  | 'JSON_NUL'
  | 'JSON_LONE_SURROGATE'
  | 'JSON_DUPLICATE_KEY'
  | 'JSON_NUMBER_NOT_FINITE'
  | 'JSON_DEPTH'
  | 'JSON_TRAILING'
  | 'JSON_UNSUPPORTED'
  | 'PAYLOAD_TOO_LARGE'
  | 'PAYLOAD_NOT_CANONICAL'
  | 'PAYLOAD_INVALID'
  | 'KIND_UNKNOWN'
  | 'STREAM_NAME'
  | 'STREAM_SALT'
  | 'COMMITMENT_SALT'
  | 'ENTRY_LENGTH'
  | 'ENTRY_VERSION'
  | 'ENTRY_CODEC'
  | 'ENTRY_KIND'
  | 'ENTRY_STREAM'
  | 'ENTRY_POSITION'
  | 'ENTRY_RECORDED_AT'
  | 'ENTRY_PREVIOUS'
  | 'ENTRY_COMMITMENT'
  | 'HEX_INVALID';

/** One field of a payload that its schema refuses; `path` is dotted, such as `data.changes.0.field`. */
export type PayloadIssue = { path: string; message: string };

/**
 * A refusal of this package.
 *
 * `offset` is set for JSON text only: the byte at which reading stopped, from 0.
 * `issues` is set for `PAYLOAD_INVALID` only.
 */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: RecordErrorCode;
  readonly retryable = false;
  readonly offset: number | undefined;
  readonly issues: readonly PayloadIssue[];

  constructor(
    code: RecordErrorCode,
    message: string,
    facts: { offset?: number; issues?: readonly PayloadIssue[] } = {},
  ) {
    super(message);
    this.code = code;
    this.offset = facts.offset;
    this.issues = facts.issues ?? [];
  }
}
