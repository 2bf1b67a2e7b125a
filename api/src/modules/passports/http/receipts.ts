import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What the writer of a passport gets back: ids and places, never payloads, because it is stored. */
export const passportReceipt = z
  .object({
    id: z.uuid(),
    code: z.string(),
    stream: hash,
    position: z.int().meta({ description: 'Position of the newest event' }),
    leafHash: hash.meta({ description: 'Leaf of the newest event' }),
    recordedAt: z.string(),
  })
  .meta({ id: 'PassportReceipt' });
export type PassportReceipt = z.infer<typeof passportReceipt>;

/** What the writer of an event gets back. */
export const eventReceipt = z
  .object({
    code: z.string().meta({ description: 'Code of the passport' }),
    kind: z.string(),
    position: z.int(),
    leafHash: hash,
    recordedAt: z.string(),
  })
  .meta({ id: 'EventReceipt' });
export type EventReceipt = z.infer<typeof eventReceipt>;
