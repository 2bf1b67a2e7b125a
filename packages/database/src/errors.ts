import { LunaError } from '@luna/runtime';

/** What node-postgres tells of a failed statement; parsed, because a driver error is `unknown`. */
type PostgresError = { code: string; constraint?: string; detail?: string };

function postgresError(error: unknown): PostgresError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  return {
    code: error.code,
    ...('constraint' in error && typeof error.constraint === 'string'
      ? { constraint: error.constraint }
      : {}),
    ...('detail' in error && typeof error.detail === 'string' ? { detail: error.detail } : {}),
  };
}

/** Constraint name → domain error. Messages of the server are never matched and never shown. */
const BY_CONSTRAINT: Record<string, { code: string; message: string; retryable?: boolean }> = {
  position_conflict: {
    code: 'POSITION_CONFLICT',
    message:
      'Somebody else wrote to this stream first. Nothing was written: read it again and retry.',
    retryable: true,
  },
  event_pkey: {
    code: 'POSITION_CONFLICT',
    message:
      'Somebody else wrote to this stream first. Nothing was written: read it again and retry.',
    retryable: true,
  },
  payload_size: { code: 'PAYLOAD_TOO_LARGE', message: 'A payload holds at most 65,536 bytes.' },
  event_unknown: { code: 'EVENT_UNKNOWN', message: 'There is no such event.' },
  kind_not_erasable: {
    code: 'KIND_NOT_ERASABLE',
    message: 'Payloads of this kind are facts of the passport and are never erased.',
  },
  erasure_mismatch: {
    code: 'ERASURE_MISMATCH',
    message: 'payload.erased must name the event it erases and give a reason.',
  },
  append_only: { code: 'APPEND_ONLY', message: 'The ledger is append-only.' },
  ledger_ddl_refused: {
    code: 'LEDGER_DDL_REFUSED',
    message: 'Ledger objects are changed by the migrate job only.',
  },
  leaf_order: {
    code: 'LEAF_ORDER',
    message: 'A leaf may not precede the leaf of its stream’s preceding event.',
  },
  leaf_once: { code: 'ALREADY_SEALED', message: 'This event already has a leaf.' },
  checkpoint_growth: {
    code: 'CHECKPOINT_REFUSED',
    message: 'A checkpoint must be larger than every earlier one and match the head.',
  },
  passport_device: {
    code: 'DEVICE_EXISTS',
    message: 'This organisation already has a passport for this manufacturer and serial number.',
  },
  document_pkey: { code: 'DOCUMENT_EXISTS', message: 'This passport has this file already.' },
  organization_code: {
    code: 'ORGANIZATION_CODE_TAKEN',
    message: 'Another company has this code. Choose other letters.',
  },
  publication_status: {
    code: 'PUBLICATION_OUTRUN',
    message: 'Another publication took the same place in the status list. Try again.',
    retryable: true,
  },
  supplier_number: {
    code: 'SUPPLIER_EXISTS',
    message: 'Another supplier record of your organisation has this number.',
  },
  passport_gtin_device: {
    code: 'DEVICE_EXISTS',
    message: 'This organisation already has a passport for this GTIN and serial number.',
  },
  passport_giai_device: {
    code: 'DEVICE_EXISTS',
    message: 'This organisation already has a passport for this GIAI.',
  },
  transfer_unknown: { code: 'TRANSFER_UNKNOWN', message: 'There is no offer with this id.' },
  transfer_open: {
    code: 'TRANSFER_OPEN',
    message: 'This device is already offered to somebody. Withdraw that offer first.',
  },
  transfer_closed: {
    code: 'TRANSFER_CLOSED',
    message: 'This offer is no longer open: it was decided, withdrawn or has expired.',
  },
  component_place: {
    code: 'COMPONENT_INSTALLED',
    message: 'This device is part of another. Remove it there first.',
  },
  payload_gone: { code: 'PAYLOAD_ERASED', message: 'This payload has been erased already.' },
  code_sequence_range: {
    code: 'SEQUENCE_EXHAUSTED',
    message: 'All 999,999 codes of this company, month, product type and origin are given out.',
  },
  request_running: {
    code: 'REQUEST_IN_PROGRESS',
    message: 'A request with this idempotency key is still running. Ask again in a moment.',
    retryable: true,
  },
};

/** True for what a fresh attempt of the whole transaction may cure: 40001 and 40P01, nothing else. */
export function isTransient(error: unknown): boolean {
  const code = postgresError(error)?.code;
  return code === '40001' || code === '40P01';
}

/** The constraint a failed statement names, if it names one. */
export function constraintOf(error: unknown): string | undefined {
  return postgresError(error)?.constraint;
}

/**
 * Turns a driver error into a domain error where SQLSTATE and constraint name say which; any other
 * error comes back as it is.
 */
export function toDomainError(error: unknown): unknown {
  const known = BY_CONSTRAINT[constraintOf(error) ?? ''];
  if (!known) return error;
  return new LunaError(known.code, known.message, {
    retryable: known.retryable ?? false,
    cause: error,
  });
}
