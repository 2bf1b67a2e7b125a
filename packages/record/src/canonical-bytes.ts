import canonicalize from 'canonicalize';
import { JSON_DEPTH_LIMIT } from './json-value.ts';
import { RecordError } from './record-error.ts';

/** A payload may have this many bytes in canonical form. */
export const PAYLOAD_LIMIT = 65_536;

/**
 * The one byte form of a value: RFC 8785 (JCS) in UTF-8.
 *
 * Refuses whatever would be dropped, bent or unreadable later: `JSON_UNSUPPORTED` (undefined, bigint,
 * functions, symbols, dates and other class instances, holes), `JSON_NUMBER_NOT_FINITE`,
 * `JSON_LONE_SURROGATE`, `JSON_NUL`, `JSON_DEPTH` (also cycles), `PAYLOAD_TOO_LARGE` (over `limit` bytes).
 */
export function canonicalBytes(value: unknown, limit = PAYLOAD_LIMIT): Uint8Array {
  check(value, '$', 0);
  const bytes = new TextEncoder().encode(canonicalize(value));
  if (bytes.length > limit) {
    throw new RecordError(
      'PAYLOAD_TOO_LARGE',
      `payload has ${bytes.length} bytes, at most ${limit} are allowed`,
    );
  }
  return bytes;
}

function check(value: unknown, path: string, depth: number): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    checkText(value, path);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new RecordError('JSON_NUMBER_NOT_FINITE', `${path} is ${value}, which JSON cannot say`);
    }
  } else if (typeof value === 'object') {
    if (depth === JSON_DEPTH_LIMIT) {
      throw new RecordError('JSON_DEPTH', `${path} is nested deeper than ${JSON_DEPTH_LIMIT}`);
    }
    checkMembers(value, path, depth + 1);
  } else {
    throw new RecordError('JSON_UNSUPPORTED', `${path} is ${typeof value}, which JSON cannot say`);
  }
}

function checkMembers(value: object, path: string, depth: number): void {
  if (Array.isArray(value)) {
    // entries() visits holes too, as undefined.
    for (const [index, item] of value.entries()) check(item, `${path}[${index}]`, depth);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new RecordError('JSON_UNSUPPORTED', `${path} is not a plain object`);
  }
  for (const [key, member] of Object.entries(value)) {
    checkText(key, path);
    check(member, `${path}.${key}`, depth);
  }
}

function checkText(text: string, path: string): void {
  if (text.includes('\0')) throw new RecordError('JSON_NUL', `${path} contains NUL`);
  if (!text.isWellFormed()) {
    throw new RecordError('JSON_LONE_SURROGATE', `${path} contains half a surrogate pair`);
  }
}
