import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';
import { origin, productType } from './new-passport.ts';
import { instant } from '../../../http/instant.ts';
import { plateText } from './texts.ts';

/** The filters of a list; each that is given narrows it. */
const filters = {
  status: z.enum(STATUSES).optional().meta({ description: 'Station of its life' }),
  company: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters')
    .optional()
    .meta({ description: 'Three letters its code begins with', example: 'MED' }),
  manufacturer: plateText.optional().meta({ description: 'As on the plate, whole' }),
  model: plateText.optional().meta({ description: 'As on the plate, whole' }),
  serialNumber: plateText.optional().meta({ description: 'As on the plate, whole' }),
  productType: productType.optional().meta({ description: 'Two letters of its code' }),
  origin: origin.optional(),
  flag: z.enum(FLAGS).optional().meta({ description: 'Warning that stands on it' }),
  createdFrom: instant.optional().meta({ description: 'Created then or later' }),
  createdTo: instant.optional().meta({ description: 'Created before' }),
  q: z
    .string()
    .max(200)
    .regex(/^[^\p{Cc}]*[\p{L}\p{N}][^\p{Cc}]*$/u, 'expected one line with a letter or digit')
    .optional()
    .meta({
      description:
        'Words of code, manufacturer, model, serial number and name, all of them: three letters or more begin a word or end the serial number, fewer are a whole word; Chinese stands anywhere',
      example: '灌装 medt 4711',
    }),
};

/** Which passports an export holds. */
export const passportFilter = z.strictObject(filters);

export const exportQuery = passportFilter.extend({
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Begin with a byte order mark, by which some programs know UTF-8' }),
});
export type ExportQuery = z.infer<typeof exportQuery>;

export const passportQuery = z.strictObject({ ...paging, ...filters });
export type PassportQuery = z.infer<typeof passportQuery>;

export const eventQuery = z.strictObject({ ...paging });
export type EventQuery = z.infer<typeof eventQuery>;

/** A position in a path. */
export const position = z.coerce.number().int().min(1);
