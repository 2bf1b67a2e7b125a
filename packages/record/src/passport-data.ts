import * as z from 'zod/mini';
import { eventRef, hash, longText, month, shortText, uuid } from './fields.ts';

/** The stations of a device's life, in the order of the main path. */
export const STATUSES = [
  'CREATED',
  'PROCURED',
  'IN_QC',
  'QC_PASSED',
  'QC_FAILED',
  'IN_ASSEMBLY',
  'IN_TESTING',
  'TEST_PASSED',
  'TEST_FAILED',
  'PACKAGED',
  'IN_TRANSIT',
  'DELIVERED',
  'IN_SERVICE',
  'MAINTENANCE',
  'DECOMMISSIONED',
  'RETIRED',
] as const;
export type Status = (typeof STATUSES)[number];

/** Warnings on top of the status, shown first to every reader. */
export const FLAGS = ['RECALLED', 'STOLEN', 'MISSING'] as const;
export type Flag = (typeof FLAGS)[number];

export const NOTE_SEVERITIES = ['info', 'warning', 'error', 'failure'] as const;
const RESULTS = ['pass', 'fail'] as const;
const status = z.enum(STATUSES);
const cid = z.string().check(z.regex(/^[a-z0-9]{8,128}$/, 'expected a CIDv1 in base32'));
const mediaType = z
  .string()
  .check(z.maxLength(127), z.regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/, 'expected type/subtype'));

/** Keys of GS1: a GTIN names a product type, a GIAI one asset. Their check digits are `@luna/passport`'s. */
const gtin = z.string().check(z.regex(/^\d{14}$/, 'expected 14 digits'));
const giai = z.string().check(z.regex(/^[!-z]{1,30}$/, 'expected 1 to 30 characters of set 82'));

/** Data of `passport.created`; `manufacturedAt` is YYYY-MM. */
export const created = z.strictObject({
  code: shortText,
  manufacturer: shortText,
  model: shortText,
  serialNumber: shortText,
  productType: z.string().check(z.regex(/^[A-Z]{2}$/)),
  origin: z.string().check(z.regex(/^[A-Z]{2}$/)),
  manufacturedAt: z.optional(month),
  company: z.string().check(z.regex(/^[A-Z]{3}$/)),
  name: z.optional(shortText),
  gtin: z.optional(gtin),
  giai: z.optional(giai),
});

/** Data of `passport.taken_over`: a device that lived before its passport enters at this status. */
export const takenOver = z.strictObject({
  status,
  reason: z.optional(longText),
  previousHistory: z.optional(longText),
});

export const statusChanged = z.strictObject({
  from: status,
  to: status,
  reason: z.optional(longText),
});

/**
 * Data of `passport.part_replaced`; `part` says where in the device. Where the parts have passports,
 * `parent`, `removed` and `installed` are codes, and the same event stands in the streams of all three.
 */
export const partReplaced = z.strictObject({
  part: shortText,
  parent: z.optional(shortText),
  removed: z.optional(shortText),
  installed: z.optional(shortText),
  reason: z.optional(longText),
  work: z.optional(longText),
});

export const noted = z.strictObject({
  severity: z.enum(NOTE_SEVERITIES),
  text: longText,
  topic: z.optional(shortText),
});

/** Only these fields may be amended: what the code itself says never changes. */
const change = z.discriminatedUnion('field', [
  z.strictObject({
    field: z.enum(['manufacturer', 'model', 'serialNumber']),
    from: shortText,
    to: shortText,
  }),
  z.strictObject({
    field: z.literal('manufacturedAt'),
    from: z.nullable(month),
    to: z.nullable(month),
  }),
  z.strictObject({
    field: z.literal('name'),
    from: z.nullable(shortText),
    to: z.nullable(shortText),
  }),
  z.strictObject({ field: z.literal('gtin'), from: z.nullable(gtin), to: z.nullable(gtin) }),
  z.strictObject({ field: z.literal('giai'), from: z.nullable(giai), to: z.nullable(giai) }),
]);

export type Change = z.infer<typeof change>;

/** Data of `passport.amended`: each changed field once, old and new value; null = not set. */
export const amended = z.strictObject({
  changes: z.array(change).check(
    z.minLength(1),
    z.refine(
      (changes) => new Set(changes.map(({ field }) => field)).size === changes.length,
      'a field may change once per event',
    ),
  ),
});

/** Data of `passport.located`; latitude and longitude in degrees (WGS 84). */
export const located = z.strictObject({
  place: shortText,
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  latitude: z.optional(z.number().check(z.minimum(-90), z.maximum(90))),
  longitude: z.optional(z.number().check(z.minimum(-180), z.maximum(180))),
});

/** Data of `passport.transferred`: title passes between organisations, signed off by a person of each. */
export const transferred = z.strictObject({
  from: uuid,
  to: uuid,
  offeredBy: uuid,
  acceptedBy: uuid,
  reference: z.optional(shortText),
});

export const serviced = z.strictObject({
  work: longText,
  order: z.optional(shortText),
  hours: z.optional(z.number().check(z.minimum(0))),
});

export const inspected = z.strictObject({
  result: z.enum(RESULTS),
  report: z.optional(longText),
});

export const tested = z.strictObject({
  test: shortText,
  result: z.enum(RESULTS),
  report: z.optional(longText),
});

/** Data of `passport.measured`: not the readings but their digest (SHA-256), count and name. */
export const measured = z.strictObject({
  quantity: shortText,
  readings: z.int().check(z.minimum(1)),
  sha256: hash,
});

/** Data of `passport.document_attached`; `length` in bytes. */
export const documentAttached = z.strictObject({
  name: shortText,
  mediaType,
  sha256: hash,
  length: z.int().check(z.minimum(0)),
  cid: z.optional(cid),
});

/** Data of `passport.document_published`: a document attached before can now be read by anyone. */
export const documentPublished = z.strictObject({ sha256: hash, cid });

export const flagged = z.strictObject({
  flag: z.enum(FLAGS),
  raised: z.boolean(),
  reason: longText,
});

/** Data of `passport.corrected`: what the named event should have said, or only that it was wrong. */
export const corrected = z.strictObject({
  corrects: eventRef,
  reason: longText,
  data: z.optional(z.record(z.string(), z.json())),
});

export const erased = z.strictObject({ erases: eventRef, reason: longText });
