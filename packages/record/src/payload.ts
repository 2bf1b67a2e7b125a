import { canonicalBytes, PAYLOAD_LIMIT } from './canonical-bytes.ts';
import { payloadSchemas, type Envelopes, type Kind } from './kinds.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import { RecordError } from './record-error.ts';

type Parsed<K extends Kind> =
  | { success: true; data: Envelopes[K] }
  | {
      success: false;
      error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
    };
type Schemas = { [K in Kind]: { safeParse(value: unknown): Parsed<K> } };
const schemas: Schemas = payloadSchemas;

/**
 * Reads a stored or received payload: exactly the canonical bytes of a valid envelope of that kind.
 *
 * Errors: `PAYLOAD_TOO_LARGE`, any `JSON_…`, `PAYLOAD_INVALID` with its `issues`,
 * `PAYLOAD_NOT_CANONICAL` when the bytes are not the RFC 8785 form of what they say.
 */
export function parsePayload<K extends Kind>(kind: K, bytes: Uint8Array): Envelopes[K] {
  if (bytes.length > PAYLOAD_LIMIT) {
    throw new RecordError(
      'PAYLOAD_TOO_LARGE',
      `payload has ${bytes.length} bytes, at most ${PAYLOAD_LIMIT} are allowed`,
    );
  }
  const payload = checkPayload(kind, parseStrictJson(bytes));
  const canonical = canonicalBytes(payload);
  if (canonical.length !== bytes.length || canonical.some((byte, at) => byte !== bytes[at])) {
    throw new RecordError('PAYLOAD_NOT_CANONICAL', 'payload is not in RFC 8785 form');
  }
  return payload;
}

/** Writes a payload: checks the envelope against its kind and gives the bytes to commit to. */
export function encodePayload<K extends Kind>(kind: K, payload: Envelopes[K]): Uint8Array {
  return canonicalBytes(checkPayload(kind, payload));
}

/** Checks a value against the envelope of a kind; `PAYLOAD_INVALID` with its `issues` otherwise. */
export function checkPayload<K extends Kind>(kind: K, value: unknown): Envelopes[K] {
  const parsed = schemas[kind].safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  const [first] = issues;
  throw new RecordError(
    'PAYLOAD_INVALID',
    `payload of ${kind} is not valid: ${first?.path ?? ''} ${first?.message ?? ''}`.trimEnd(),
    { issues },
  );
}
