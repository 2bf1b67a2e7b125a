import { STATUSES } from '@luna/record';
import { z } from 'zod';
import { giai, gtin } from './device-keys.ts';
import { instant } from '../../../http/instant.ts';
import { longText, plateText } from './texts.ts';

/**
 * What may be changed of a passport: its status along a legal edge, and the fields of its plate that
 * its code does not say. Null takes an optional field away.
 */
export const passportPatch = z
  .strictObject({
    status: z.enum(STATUSES).optional(),
    reason: longText.optional().meta({ description: 'Why the status changes' }),
    manufacturer: plateText.optional(),
    model: plateText.optional(),
    serialNumber: plateText.optional(),
    manufacturedAt: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'expected a month as YYYY-MM')
      .nullable()
      .optional(),
    name: plateText.nullable().optional(),
    gtin: gtin.nullable().optional(),
    giai: giai.nullable().optional(),
    occurredAt: instant.optional(),
    expectedPosition: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Position that the first event of this change must get' }),
  })
  .meta({ id: 'PassportPatch' });
export type PassportPatch = z.infer<typeof passportPatch>;
