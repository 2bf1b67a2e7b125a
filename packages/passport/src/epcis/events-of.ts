import { JSON_DEPTH_LIMIT, type JsonValue } from '@luna/record';
import { EpcisError } from './epcis-error.ts';

/** An event of a document, and the JSON pointer to it. */
export type PlacedEvent = { pointer: string; value: JsonValue };

/** Events in their order, and the `@context` around them. */
export type EpcisEvents = { context: JsonValue | undefined; events: readonly PlacedEvent[] };

const LISTS = [
  ['epcisBody', 'eventList'],
  ['epcisBody', 'queryResults', 'resultsBody', 'eventList'],
];

/**
 * The events of an EPCIS document, a query document or of one event alone, and the `@context` around
 * them.
 *
 * @throws EpcisError DOCUMENT_INVALID, DOCUMENT_TYPE
 */
export function eventsOf(document: unknown): EpcisEvents {
  if (!isJson(document, 1)) {
    throw new EpcisError('DOCUMENT_INVALID', 'expected JSON, at most 64 levels deep, without NUL');
  }
  const context = member(document, '@context');
  for (const path of LISTS) {
    const list = path.reduce<JsonValue | undefined>(member, document);
    if (!Array.isArray(list)) continue;
    const at = `/${path.join('/')}`;
    return { context, events: list.map((value, i) => ({ pointer: `${at}/${i}`, value })) };
  }
  const type = member(document, 'type');
  if (typeof type === 'string' && type.endsWith('Event')) {
    return { context, events: [{ pointer: '', value: document }] };
  }
  throw new EpcisError(
    'DOCUMENT_TYPE',
    'expected an EPCIS 2.0 document in JSON-LD, with its events in epcisBody.eventList',
  );
}

function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isJson(value: unknown, depth: number): value is JsonValue {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'boolean';
  if (value === null) return true;
  return (
    depth <= JSON_DEPTH_LIMIT &&
    Object.entries(value).every(([key, item]) => isJson(key, depth) && isJson(item, depth + 1))
  );
}
