import { z } from 'zod';

const day = z.iso.date('expected a day as YYYY-MM-DD').meta({ example: '2026-06-16' });

export const scansQuery = z.strictObject({
  from: day.optional().meta({ description: '29 days before `to` by default' }),
  to: day.optional().meta({ description: 'Today by default; both days are counted in UTC' }),
});
export type ScansQuery = z.infer<typeof scansQuery>;

export const scansView = z
  .object({
    from: day,
    to: day,
    total: z.int().meta({ example: 17 }),
    days: z
      .array(z.object({ day, scans: z.int().meta({ example: 4 }) }))
      .meta({ description: 'Days with scans, oldest first' }),
  })
  .meta({ id: 'Scans' });
export type ScansView = z.infer<typeof scansView>;
