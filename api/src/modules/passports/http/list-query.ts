import { STATUSES } from '@luna/record';
import { z } from 'zod';
import { plateText } from './texts.ts';

const limit = z.coerce.number().int().min(1).max(100).default(20);
const cursor = z
  .string()
  .max(200)
  .optional()
  .meta({ description: '`meta.nextCursor` of the page before' });

export const passportQuery = z.strictObject({
  limit,
  cursor,
  status: z.enum(STATUSES).optional(),
  company: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters')
    .optional(),
  manufacturer: plateText.optional(),
  serialNumber: plateText.optional(),
});
export type PassportQuery = z.infer<typeof passportQuery>;

export const eventQuery = z.strictObject({ limit, cursor });
export type EventQuery = z.infer<typeof eventQuery>;

/** A position in a path. */
export const position = z.coerce.number().int().min(1);
