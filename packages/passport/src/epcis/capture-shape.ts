import type { JsonValue } from '@luna/record';
import * as z from 'zod/mini';
import { Refusal } from './capture-result.ts';
import type { EpcisEvent } from './epcis-event.ts';
import { utcInstant } from './utc-instant.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2000));
const texts = z.optional(z.array(text));
const place = z.optional(z.looseObject({ id: text }));
const instant = text.check(
  z.refine((given) => utcInstant(given) !== undefined, 'expected a date-time with its offset'),
);

/** What capture reads of an EPCIS event; everything else passes. */
const shape = z.looseObject({
  type: z.enum([
    'ObjectEvent',
    'AggregationEvent',
    'TransactionEvent',
    'TransformationEvent',
    'AssociationEvent',
  ]),
  eventTime: instant,
  eventTimeZoneOffset: z.string().check(z.regex(/^[+-]\d\d:\d\d$/, 'expected ±hh:mm')),
  eventID: z.optional(text),
  action: z.optional(z.enum(['ADD', 'OBSERVE', 'DELETE'])),
  bizStep: z.optional(text),
  disposition: z.optional(text),
  persistentDisposition: z.optional(z.object({ set: texts, unset: texts })),
  readPoint: place,
  bizLocation: place,
  epcList: texts,
  parentID: z.optional(text),
  childEPCs: texts,
  childQuantityList: z.optional(z.array(z.looseObject({ epcClass: text }))),
  inputEPCList: texts,
  outputEPCList: texts,
  sensorElementList: z.optional(
    z.array(z.looseObject({ sensorReport: z.array(z.looseObject({ type: text })) })),
  ),
  errorDeclaration: z.optional(z.looseObject({ reason: z.optional(text) })),
  'rdfs:comment': z.optional(z.string().check(z.maxLength(4000))),
});

/** The fields capture reads, as they are written. */
export type CaptureFields = z.infer<typeof shape>;

/** Checks one event; EVENT_INVALID names the field. */
export function checkCaptureEvent(value: JsonValue): { raw: EpcisEvent; fields: CaptureFields } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('EVENT_INVALID', '', 'an event is an object');
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return { raw: value, fields: parsed.data };
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((key) => `/${escapePointer(String(key))}`).join('');
  throw new Refusal('EVENT_INVALID', path, issue?.message ?? 'not an EPCIS event');
}

/** RFC 6901, section 3. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
