import { canonicalBytes, parseStrictJson, RecordError, type JsonValue } from '@luna/record';
import { CredentialError } from './credential-error.ts';

/** A JSON object, such as a credential. */
export type JsonObject = { [key: string]: JsonValue };

/** A document may have this many bytes: one block of IPFS, so that its CID holds its SHA-256. */
const DOCUMENT_LIMIT = 1_048_576;

/**
 * The one byte form of a document: RFC 8785 in UTF-8, at most 1 MiB.
 * @throws CredentialError DOCUMENT_TOO_LARGE, DOCUMENT_INVALID (JSON cannot say it)
 */
export function documentBytes(document: unknown): Uint8Array {
  try {
    return canonicalBytes(document, DOCUMENT_LIMIT);
  } catch (error) {
    if (!(error instanceof RecordError)) {
      throw new CredentialError('DOCUMENT_INVALID', 'the document cannot be read');
    }
    const large = error.code === 'PAYLOAD_TOO_LARGE';
    throw new CredentialError(large ? 'DOCUMENT_TOO_LARGE' : 'DOCUMENT_INVALID', error.message);
  }
}

/**
 * A copy of a document as plain JSON, so that what was checked cannot change afterwards.
 * @throws CredentialError as `documentBytes`; DOCUMENT_INVALID when it is no object
 */
export function readDocument(document: unknown): JsonObject {
  const copy = parseStrictJson(documentBytes(document));
  if (!isObject(copy)) throw new CredentialError('DOCUMENT_INVALID', 'expected a JSON object');
  return copy;
}

/** Whether a JSON value is an object, not an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
