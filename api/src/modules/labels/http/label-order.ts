import { z } from 'zod';
import { isLabelFormat, LABEL_FORMATS } from '../rules/label-formats.ts';
import { labelsPerSheet } from '../rules/sheet-layout.ts';
import { BORDERS } from '../use/draw-label.ts';

const formats = Object.keys(LABEL_FORMATS);
const format = z
  .string()
  .refine(isLabelFormat, { error: 'expected one of ' + formats.join(', '), abort: true })
  .meta({ enum: formats, description: 'Number of the Avery sheet' });
const millimetres = z.number().min(-10).max(10).default(0);

/** Which labels to print, and on what. */
export const labelOrder = z
  .strictObject({
    passports: z
      .array(z.string().max(100))
      .min(1)
      .max(1000)
      .meta({
        description: 'Codes or UUIDs, in printing order; twice means two labels',
        example: ['DP-MED-2601-PF-CN-000001-0A'],
      }),
    format,
    start: z
      .int()
      .min(1)
      .default(1)
      .meta({ description: 'Position of the first label on the first sheet, row by row' }),
    offset: z
      .strictObject({ x: millimetres, y: millimetres })
      .prefault({})
      .meta({ description: 'Millimetres to the right and down, to make good for a printer' }),
    border: z.enum(BORDERS).default('none'),
  })
  .refine(({ format, start }) => start <= labelsPerSheet(LABEL_FORMATS[format]), {
    path: ['start'],
    error: 'the sheet has fewer labels',
  })
  .meta({ id: 'LabelOrder' });
export type LabelOrder = z.infer<typeof labelOrder>;
