import {
  checkPayload,
  RecordError,
  type Envelope,
  type EventRef,
  type JsonValue,
  type RecordedEvent,
} from '@luna/record';
import type { EpcisEvent } from './epcis-event.ts';
import { eventHashId } from './event-hash.ts';
import { isEpcisEvent, shapeOf, type EpcisKind, type Scene } from './kind-events.ts';
import { asExtension, vocabularyAt } from './vocabulary.ts';

/** A passport's history and where its public side is served, such as `https://passports.example`. */
export type HistoryParts = {
  passport: { code: string };
  /** In order, from position 1; those without payload are left out. */
  events: readonly RecordedEvent[];
  publicOrigin: string;
};

/** An EPCIS 2.0 document (ISO/IEC 19987:2024) in JSON-LD. */
export type EpcisDocument = {
  '@context': JsonValue;
  type: 'EPCISDocument';
  schemaVersion: '2.0';
  creationDate: string;
  epcisBody: { eventList: EpcisEvent[] };
};

/**
 * The history as an EPCIS 2.0 document; what becomes what is in docs/spec/epcis.md. `created`: the
 * instant it is made, RFC 3339.
 *
 * It discloses whatever `events` disclose: give it only payloads that its reader may see.
 *
 * @throws EpcisError ORIGIN_INVALID
 */
export function epcisDocument({ created, ...parts }: HistoryParts & { created: string }) {
  const document: EpcisDocument = {
    '@context': vocabularyAt(parts.publicOrigin).context,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: created,
    epcisBody: { eventList: written(parts).map(({ event }) => event) },
  };
  return document;
}

/**
 * Which event of the history each `eventID` of its document stands for, to find what an error
 * declaration from outside is about.
 *
 * @throws EpcisError ORIGIN_INVALID
 */
export function epcisEventRefs(parts: HistoryParts): ReadonlyMap<string, EventRef> {
  return new Map(written(parts).map(({ id, ref }) => [id, ref]));
}

/** An EPCIS event, the entry of the ledger that says it, and the ids of what corrects it. */
type Written = { event: EpcisEvent; id: string; ref: EventRef; correctedBy: readonly string[] };

function written({ passport, events, publicOrigin }: HistoryParts): Written[] {
  const vocabulary = vocabularyAt(publicOrigin);
  const scene = { thing: vocabulary.passport(passport.code), vocabulary };
  const byPosition = new Map<number, Written>();
  for (const event of events) {
    let one: Written | undefined;
    if (event.kind === 'passport.corrected') one = correct(event, events, byPosition, scene);
    else if (isEpcisEvent(event)) one = write(event, event.payload, event, scene);
    if (one !== undefined) byPosition.set(event.ref.position, one);
  }
  return [...byPosition.values()];
}

/** What an event with this payload says, as the entry `at` put it on record. */
function write<K extends EpcisKind>(
  { kind }: RecordedEvent<K>,
  payload: Envelope<K> | null,
  at: RecordedEvent,
  scene: Scene,
): Written | undefined {
  if (payload === null) return undefined;
  const event: EpcisEvent = {
    ...shapeOf(kind, payload.data, scene),
    eventTime: payload.occurredAt,
    eventTimeZoneOffset: '+00:00',
    recordTime: new Date(at.recordedAt).toISOString(),
    'luna:kind': kind,
    'luna:position': at.ref.position,
    'luna:leaf': at.ref.leaf,
    'luna:data': asExtension(payload.data),
  };
  const id = eventHashId(event, scene.vocabulary.context);
  return { event: { eventID: id, ...event }, id, ref: at.ref, correctedBy: [] };
}

/** Declares the corrected event wrong, and answers the corrective event when there is one. */
function correct(
  correction: RecordedEvent<'passport.corrected'>,
  events: readonly RecordedEvent[],
  byPosition: ReadonlyMap<number, Written>,
  scene: Scene,
): Written | undefined {
  if (correction.payload === null) return undefined;
  const { occurredAt, data } = correction.payload;
  const { corrects, reason } = data;
  const wrong = byPosition.get(corrects.position);
  const said = events.find(({ ref }) => ref.position === corrects.position);
  if (wrong === undefined || said === undefined) return undefined;
  const corrective = data.data && rewrite(said, data.data, correction, scene);
  if (corrective) wrong.correctedBy = [...wrong.correctedBy, corrective.id];
  wrong.event['errorDeclaration'] = {
    declarationTime: occurredAt,
    ...(wrong.correctedBy.length === 0
      ? { reason: 'did_not_occur' }
      : { reason: 'incorrect_data', correctiveEventIDs: [...wrong.correctedBy] }),
    'luna:reason': reason,
  };
  return corrective;
}

/** What an event should have said; nothing when the correction is no data of that kind. */
function rewrite(
  said: RecordedEvent,
  data: JsonValue,
  correction: RecordedEvent,
  scene: Scene,
): Written | undefined {
  try {
    return isEpcisEvent(said) ? restate(said, data, correction, scene) : undefined;
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

function restate<K extends EpcisKind>(
  said: RecordedEvent<K>,
  data: JsonValue,
  correction: RecordedEvent,
  scene: Scene,
): Written | undefined {
  return write(said, checkPayload(said.kind, { ...said.payload, data }), correction, scene);
}
