/**
 * HTTP status of every stable error code a caller can meet. HTTP appears only at this edge: the code
 * below it throws errors with a `code`, and this table alone gives them a number. A code that is not
 * here is a fault of ours and answered 500.
 */
const BY_STATUS: Readonly<Record<number, readonly string[]>> = {
  400: [
    'VALIDATION_FAILED',
    'JSON_INVALID',
    'JSON_UTF8',
    'JSON_BOM',
    'JSON_NUL',
    'JSON_LONE_SURROGATE',
    'JSON_DUPLICATE_KEY',
    'JSON_NUMBER_NOT_FINITE',
    'JSON_DEPTH',
    'JSON_TRAILING',
    'JSON_UNSUPPORTED',
    'PAYLOAD_INVALID',
    'KIND_UNKNOWN',
    'KIND_NOT_APPENDABLE',
    'CODE_SYNTAX',
    'CODE_CHECK',
    'CODE_PRODUCT_TYPE',
    'CODE_ORIGIN',
    'CODE_MONTH',
    'CODE_SEQUENCE',
    'CURSOR_INVALID',
    'CID_INVALID',
    'IDEMPOTENCY_KEY_INVALID',
    'IDEMPOTENCY_KEY_REPEATED',
    'NOTHING_TO_CHANGE',
    'OCCURRED_IN_FUTURE',
  ],
  401: ['KEY_REQUIRED', 'KEY_WRONG'],
  404: [
    'NOT_FOUND',
    'PASSPORT_UNKNOWN',
    'EVENT_UNKNOWN',
    'PATH_INVALID',
    'TILE_UNKNOWN',
    'CONTENT_NOT_FOUND',
  ],
  409: [
    'POSITION_CONFLICT',
    'PASSPORT_STALE',
    'DEVICE_EXISTS',
    'COMPANY_TAKEN',
    'SEQUENCE_EXHAUSTED',
    'ILLEGAL_STATUS_EDGE',
    'STATUS_MISMATCH',
    'AMENDED_VALUE_MISMATCH',
    'FLAG_UNCHANGED',
    'REQUEST_IN_PROGRESS',
    'NOT_ANCHORED_YET',
  ],
  413: ['BODY_TOO_LARGE', 'PAYLOAD_TOO_LARGE'],
  415: ['MEDIA_TYPE_UNSUPPORTED'],
  422: [
    'REASON_REQUIRED',
    'REFERENCE_UNKNOWN',
    'DOCUMENT_UNKNOWN',
    'IDEMPOTENCY_KEY_REUSED',
    'BATCH_REFUSED',
  ],
  503: [
    'DATABASE_UNAVAILABLE',
    'CONTENT_UNAVAILABLE',
    'CONTENT_CORRUPT',
    'LOG_NOT_STARTED',
    'TRUST_MISSING',
  ],
};

const STATUS_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(BY_STATUS).flatMap(([status, codes]) =>
    codes.map((code) => [code, Number(status)] as const),
  ),
);

/** The status of a code; undefined for one that no caller should ever see. */
export function statusOf(code: string): number | undefined {
  return STATUS_OF.get(code);
}
