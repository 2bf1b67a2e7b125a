import type { JsonValue } from '@luna/record';
import { canonicalValue } from './canonical-value.ts';
import { checkCaptureEvent, type CaptureFields } from './capture-shape.ts';
import type { EpcisEvent } from './epcis-event.ts';
import { BIZ_STEPS, DISPOSITIONS, GS1_VOCABULARY } from './hashed-fields.ts';
import { prefixesOf } from './prefixes.ts';
import { utcInstant } from './utc-instant.ts';

/** An identifier in its canonical form, and where in the event it stands. */
export type Subject = { path: string; id: string };

/** An event as capture understands it: words bare, identifiers canonical. */
export type CaptureEvent = {
  /** Everything it says, as it says it. */
  raw: EpcisEvent;
  type: string;
  occurredAt: string;
  givenId: string | undefined;
  step: string | undefined;
  disposition: string | undefined;
  set: readonly string[];
  unset: readonly string[];
  /** `rdfs:comment`, a remark for people. */
  comment: string | undefined;
  objects: readonly Subject[];
  parent: Subject | undefined;
  /** Parts, inputs and outputs. */
  others: readonly Subject[];
  /** Parts with or without an identity of their own. */
  children: readonly string[];
  location: { field: 'bizLocation' | 'readPoint'; uri: string } | undefined;
  /** Type of each sensor report. */
  readings: readonly string[];
  /** The reason of its error declaration, '' when that gives none. */
  wrong: string | undefined;
};

/** Reads one event of a document whose `@context` is `context`; refuses with EVENT_INVALID. */
export function readCaptureEvent(value: JsonValue, context: JsonValue | undefined): CaptureEvent {
  const { raw, fields } = checkCaptureEvent(value);
  const prefixes = prefixesOf(context, raw['@context']);
  const canonical = (id: string) => canonicalValue(id, prefixes);
  const bare = (word: string, base: string) => {
    const uri = canonicalValue(word, prefixes, base);
    return uri.startsWith(base) ? uri.slice(base.length) : uri;
  };
  const dispositions = (words: string[] = []) => words.map((word) => bare(word, DISPOSITIONS));
  const subjects = (...names: ListName[]) =>
    listed(fields, names).map(([path, id]) => ({ path, id: canonical(id) }));
  const { bizStep, disposition, persistentDisposition, parentID, bizLocation } = fields;
  const place = bizLocation ?? fields.readPoint;
  const parts = fields.childQuantityList ?? [];
  return {
    raw,
    type: fields.type,
    occurredAt: utcInstant(fields.eventTime) ?? fields.eventTime,
    givenId: fields.eventID,
    step: bizStep && bare(bizStep, BIZ_STEPS),
    disposition: disposition && bare(disposition, DISPOSITIONS),
    set: dispositions(persistentDisposition?.set),
    unset: dispositions(persistentDisposition?.unset),
    comment: fields['rdfs:comment']?.trim() || undefined,
    objects: subjects('epcList'),
    parent: parentID === undefined ? undefined : { path: '/parentID', id: canonical(parentID) },
    others: subjects('childEPCs', 'inputEPCList', 'outputEPCList'),
    children: [...(fields.childEPCs ?? []), ...parts.map((part) => part.epcClass)].map(canonical),
    location: place && {
      field: bizLocation ? 'bizLocation' : 'readPoint',
      uri: canonical(place.id),
    },
    readings: (fields.sensorElementList ?? []).flatMap(({ sensorReport }) =>
      sensorReport.map(({ type }) => bare(type, GS1_VOCABULARY)),
    ),
    wrong: fields.errorDeclaration && (fields.errorDeclaration.reason ?? ''),
  };
}

type ListName = 'epcList' | 'childEPCs' | 'inputEPCList' | 'outputEPCList';

function listed(fields: CaptureFields, names: readonly ListName[]): [string, string][] {
  return names.flatMap((name) =>
    (fields[name] ?? []).map((id, index): [string, string] => [`/${name}/${index}`, id]),
  );
}
