import { toHex, type JsonValue } from '@luna/record';
import { sha256 } from '@luna/tlog';
import { canonicalValue } from './canonical-value.ts';
import { compareCodePoints } from './code-points.ts';
import type { EpcisEvent } from './epcis-event.ts';
import { EVENT_FIELDS, LISTS_OF_TYPED, type Field } from './hashed-fields.ts';
import { expandKey, prefixesOf, type Prefixes } from './prefixes.ts';
import { utcInstant } from './utc-instant.ts';

/** Not part of what happened: an error declaration has the id of the event it declares wrong. */
const NOT_HASHED = new Set(['type', 'recordTime', 'eventID', 'errorDeclaration', '@context']);
/** Remarks for people, at any depth. */
const REMARKS = new Set(['rdfs:comment', 'comment']);

/**
 * The id that an event gets from its own content, `ni:///sha-256;<64 hex digits>?ver=CBV2.0` (GS1 CBV
 * 2.0, section 8.9). Equal for every spelling of the same event: order of keys and lists, EPC URIs or
 * Digital Links, time zones, words or URIs.
 *
 * `context` is the `@context` of the document around the event. What the standard leaves open is in
 * docs/spec/epcis.md.
 */
export function eventHashId(event: EpcisEvent, context?: JsonValue): string {
  const bytes = new TextEncoder().encode(eventPrehash(event, context));
  return `ni:///sha-256;${toHex(sha256(bytes))}?ver=CBV2.0`;
}

/** The text whose SHA-256 is in the id. */
export function eventPrehash(event: EpcisEvent, context?: JsonValue): string {
  const prefixes = prefixesOf(context, event['@context']);
  const hashed = Object.entries(event).filter(([key]) => !NOT_HASHED.has(key));
  const type = typeof event['type'] === 'string' ? event['type'] : '';
  return `eventType=${type}${objectText(hashed, EVENT_FIELDS, prefixes)}`;
}

type Entries = readonly (readonly [string, JsonValue])[];

/** The fields that have a place, in order; then the others, sorted. */
function objectText(entries: Entries, fields: readonly Field[], prefixes: Prefixes): string {
  const given = new Map(entries);
  const placed = fields.map((field) => fieldText(field, given.get(field.name), prefixes));
  const names = new Set(fields.map(({ name }) => name));
  const others = entries
    .filter(([key]) => !names.has(key) && !REMARKS.has(key))
    .flatMap(([key, value]) => otherTexts(key, value, prefixes));
  return placed.join('') + others.sort(compareCodePoints).join('');
}

function fieldText(field: Field, value: JsonValue | undefined, prefixes: Prefixes): string {
  const values = (Array.isArray(value) ? value : [value ?? null]).map((each) => {
    const text = valueText(field, each, prefixes);
    if (text === '') return '';
    return field.item === undefined ? field.name + text : field.item + text;
  });
  const text = values.sort(compareCodePoints).join('');
  return field.item === undefined || text === '' ? text : field.name + text;
}

/** `=value` for a scalar, what is in it for an object, nothing for nothing. */
function valueText(field: Field, value: JsonValue, prefixes: Prefixes): string {
  if (value === null) return '';
  if (typeof value === 'object') {
    return objectText(Object.entries(value), field.fields ?? [], prefixes);
  }
  const plain = String(value);
  const text =
    (field.time && utcInstant(plain.trim())) ?? canonicalValue(plain, prefixes, field.words);
  return text === '' ? '' : `=${text}`;
}

/**
 * A field without a place (typed list, master data, extension), one text per item of a list.
 * Extensions keep empty values.
 */
function otherTexts(key: string, value: JsonValue, prefixes: Prefixes): string[] {
  const field = LISTS_OF_TYPED.find(({ name }) => name === key);
  if (field !== undefined) return [fieldText(field, value, prefixes)];
  if (Array.isArray(value)) return value.flatMap((item) => otherTexts(key, item, prefixes));
  return value === null
    ? []
    : [expandKey(key, prefixes) + valueText({ name: key }, value, prefixes)];
}
