import { toHex } from '@luna/record';
import { sha256 } from '@luna/tlog';
import type { EpcisEvent } from './epcis-event.ts';

/** Said of every event, or in the answer around its drafts. */
const COMMON = new Set([
  '@context',
  'type',
  'action',
  'eventTime',
  'eventTimeZoneOffset',
  'recordTime',
  'eventID',
  'epcList',
]);
/** Longest text of a note. */
const LIMIT = 4000;

/**
 * The fields of an event that nothing else keeps, as JSON; undefined when there are none. More than a
 * note holds is named, with the length and the SHA-256 of its JSON.
 */
export function leftOver(event: EpcisEvent, used: ReadonlySet<string>): string | undefined {
  const fields = Object.entries(event).filter(([key]) => !COMMON.has(key) && !used.has(key));
  if (fields.length === 0) return undefined;
  const json = JSON.stringify(Object.fromEntries(fields));
  if (json.length <= LIMIT) return json;
  const digest = toHex(sha256(new TextEncoder().encode(json)));
  const names = fields.map(([key]) => key).join(', ');
  return `${json.length} characters, SHA-256 ${digest}: ${names}`.slice(0, LIMIT).toWellFormed();
}
