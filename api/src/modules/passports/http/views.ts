import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A passport as everybody may see it. */
export const passportView = z
  .object({
    id: z.uuid(),
    code: z.string(),
    stream: hash.meta({ description: 'SHA-256("luna/stream/1\\n" ‖ "passport:" ‖ code)' }),
    company: z.string(),
    productType: z.string(),
    origin: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    serialNumber: z.string(),
    manufacturedAt: z.string().nullable(),
    name: z.string().nullable(),
    gtin: z.string().nullable(),
    giai: z.string().nullable(),
    status: z.enum(STATUSES),
    flags: z.array(z.enum(FLAGS)),
    position: z.int(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Passport' });
export type PassportView = z.infer<typeof passportView>;

/** An event; `payload` is null where the reader may not see it, or where it was erased. */
export const eventView = z
  .object({
    position: z.int(),
    kind: z.string(),
    recordedAt: z.string(),
    leafHash: hash,
    leafIndex: z.int().nullable().meta({ description: 'Place in the log; null until sealed' }),
    access: z.array(z.string()),
    payload: z
      .object({
        org: z.uuid(),
        actor: z.uuid(),
        occurredAt: z.string(),
        data: z.record(z.string(), z.unknown()),
      })
      .nullable(),
  })
  .meta({ id: 'Event' });
export type EventView = z.infer<typeof eventView>;
