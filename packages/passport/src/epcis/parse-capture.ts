import type { JsonValue } from '@luna/record';
import { codeOfIdentificationLink } from '../digital-link/identification-link.ts';
import { GS1_RESOLVER } from './canonical-link.ts';
import { readCaptureEvent, type Subject } from './capture-event.ts';
import {
  capturePassports,
  printOf,
  refusedBy,
  subjectsOf,
  type EventPrint,
  type KnownPassport,
  type Progress,
  type ReadEvent,
} from './capture-passports.ts';
import { Refusal, type CaptureResult, type Refused } from './capture-result.ts';
import { eventHashId } from './event-hash.ts';
import type { EpcisEvents, PlacedEvent } from './events-of.ts';

const HASH_ID = /^ni:\/\/\/sha-256;.*\?ver=CBV2\.0$/s;

export type CaptureOptions = {
  /** Where the public side is served: `<publicOrigin>/p/<code>` is one of our passports. */
  publicOrigin: string;
  /**
   * Looks the passports up, asked once: `keys` are passport codes and canonical GS1
   * Digital Links (`https://id.gs1.org/01/…/21/…`, `https://id.gs1.org/8004/…`). What is unknown or
   * another's is left out. `prints`: what their histories may have already.
   */
  find: (
    keys: readonly string[],
    prints: readonly EventPrint[],
  ) => Promise<ReadonlyMap<string, KnownPassport>>;
  /** What becomes of an event whose `eventID` is a CBV 2.0 hash, but not its own; default `refuse`. */
  onForeignHash?: 'refuse' | 'accept';
};

/**
 * What events of an EPCIS 2.0 document (`eventsOf`) would add to our passports: for every event and every
 * passport it is about the drafts of our events, or why there are none. Nothing is written.
 *
 * Events are taken in their order, each from the status the ones before leave behind. The rules are in
 * docs/spec/epcis.md.
 */
export async function parseCapture(
  { context, events }: EpcisEvents,
  { publicOrigin, find, onForeignHash = 'refuse' }: CaptureOptions,
): Promise<CaptureResult[]> {
  const read = events.map((placed) => readPlaced(placed, context, onForeignHash));
  const keyOf = ({ id }: Subject) =>
    id.startsWith(`${GS1_RESOLVER}/`) ? id : codeOfIdentificationLink(id, publicOrigin);
  const whole = read.filter((one) => 'event' in one);
  const keys = whole.flatMap(({ event }) => subjectsOf(event).map(keyOf));
  const passports = await find(
    [...new Set(keys.filter((key) => key !== undefined))],
    whole.map(printOf),
  );
  const passportOf = (subject: Subject) => passports.get(keyOf(subject) ?? '');
  const progress: Progress = { statuses: new Map(), captured: new Set() };
  return read.flatMap((one) =>
    'event' in one ? capturePassports(one, passportOf, progress) : [one],
  );
}

function readPlaced(
  { pointer, value }: PlacedEvent,
  context: JsonValue | undefined,
  onForeignHash: 'refuse' | 'accept',
): ReadEvent | Refused {
  try {
    const event = readCaptureEvent(value, context);
    const eventId = eventHashId(event.raw, context);
    if (onForeignHash === 'refuse') checkHash(event.givenId, eventId);
    return { pointer, event, eventId };
  } catch (error) {
    return refusedBy(error, pointer);
  }
}

/** A CBV 2.0 hash id must be that of its event. Ids of any other form are names, and not checked. */
function checkHash(given: string | undefined, computed: string): void {
  if (given === undefined || given === computed || !HASH_ID.test(given)) return;
  throw new Refusal(
    'EVENT_ID_MISMATCH',
    '/eventID',
    `this is not the hash of the event, which is ${computed}: leave eventID out or correct it`,
  );
}
