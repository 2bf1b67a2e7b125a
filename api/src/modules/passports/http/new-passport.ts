import { isProductType, ORIGINS, PRODUCT_TYPES } from '@luna/passport';
import { STATUSES } from '@luna/record';
import { z } from 'zod';
import { idempotencyKey } from '../../idempotency/idempotency.public.ts';
import { giai, gtin } from './device-keys.ts';
import { instant } from '../../../http/instant.ts';
import { longText, plateText } from './texts.ts';

export const productType = z
  .string()
  .refine(isProductType, 'expected one of ' + Object.keys(PRODUCT_TYPES).join(', '))
  .meta({ enum: Object.keys(PRODUCT_TYPES) });
export const origin = z
  .string()
  .refine((text) => ORIGINS.has(text), 'expected an ISO 3166-1 alpha-2 country code')
  .meta({ description: 'ISO 3166-1 alpha-2', example: 'CN' });
const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'expected a month as YYYY-MM')
  .meta({ example: '2026-01' });

/** What a passport is created from. */
export const newPassport = z
  .strictObject({
    company: z
      .string()
      .regex(/^[A-Z]{3}$/, 'expected three capital letters')
      .meta({ example: 'MED' }),
    productType,
    origin,
    manufacturer: plateText,
    model: plateText,
    serialNumber: plateText,
    manufacturedAt: month.optional(),
    name: plateText.optional(),
    gtin: gtin.optional(),
    giai: giai.optional(),
    takenOver: z
      .strictObject({
        status: z.enum(STATUSES),
        reason: longText.optional(),
        previousHistory: longText.optional(),
      })
      .optional()
      .meta({ description: 'A device that lived before its passport enters at this status' }),
    occurredAt: instant.optional(),
  })
  .meta({ id: 'NewPassport' });
export type NewPassport = z.infer<typeof newPassport>;

/** One passport of a batch. */
export const newPassportItem = newPassport
  .extend({ key: idempotencyKey.optional() })
  .meta({ id: 'NewPassportItem' });
