import { isGiai, isGtin14 } from '@luna/passport';
import { ACCESS_CLASSES, payloadSchemas } from '@luna/record';
import { z } from 'zod';
import { omit } from 'zod/mini';
import { idempotencyKey } from '../../idempotency/idempotency.public.ts';
import { instant } from '../../../http/instant.ts';

const access = z
  .array(z.enum(ACCESS_CLASSES))
  .min(1)
  .max(ACCESS_CLASSES.length)
  .refine((classes) => new Set(classes).size === classes.length, 'a class is named once')
  .meta({ description: 'Who may read the payload' });

const shared = {
  occurredAt: instant.optional(),
  access: access.optional(),
  expectedPosition: z.int().min(1).optional(),
};

/** `data` is exactly what `@luna/record` lets into a payload of the kind. */
function newEventOf<K extends keyof typeof payloadSchemas>(kind: K) {
  const data: (typeof payloadSchemas)[K]['shape']['data'] = payloadSchemas[kind].shape.data;
  return z.strictObject({ kind: z.literal(kind), data, ...shared });
}

const amended = newEventOf('passport.amended').refine(
  ({ data }) =>
    data.changes.every(
      ({ field, to }) =>
        to === null || (field === 'gtin' ? isGtin14(to) : field !== 'giai' || isGiai(to)),
    ),
  { path: ['data', 'changes'], error: 'expected a GTIN or GIAI with the right check digit' },
);
const located = newEventOf('passport.located').refine(
  ({ data }) => (data.latitude === undefined) === (data.longitude === undefined),
  { path: ['data', 'longitude'], error: 'latitude and longitude come together' },
);
/** Parts with passports have their own route, which writes to the histories of all of them. */
const partReplaced = z.strictObject({
  kind: z.literal('passport.part_replaced'),
  data: omit(payloadSchemas['passport.part_replaced'].shape.data, {
    parent: true,
    removed: true,
    installed: true,
  }),
  ...shared,
});

/**
 * What may be appended to a passport. Creation and take-over come with the passport; a transfer
 * needs both sides and an erasure its own route.
 */
const members = [
  newEventOf('passport.status_changed'),
  amended,
  located,
  newEventOf('passport.serviced'),
  newEventOf('passport.inspected'),
  newEventOf('passport.tested'),
  partReplaced,
  newEventOf('passport.measured'),
  newEventOf('passport.document_attached'),
  newEventOf('passport.document_published'),
  newEventOf('passport.noted'),
  newEventOf('passport.flagged'),
  newEventOf('passport.corrected'),
] as const;

export const newEvent = z.discriminatedUnion('kind', members).meta({ id: 'NewEvent' });
export type NewEvent = z.infer<typeof newEvent>;

export const newEventItem = z
  .strictObject({
    passport: z.string().meta({ description: 'Passport code or UUID' }),
    key: idempotencyKey.optional(),
    event: newEvent,
  })
  .meta({ id: 'NewEventItem' });
