import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';
import { FORMATS, OUTCOMES, STATES } from '../rules/job.ts';

export const jobQuery = z.strictObject({ ...paging });
export type JobQuery = z.infer<typeof jobQuery>;

export const rowQuery = z.strictObject({
  ...paging,
  outcome: z.enum(OUTCOMES).optional().meta({ description: 'Only rows that came to this' }),
});
export type RowQuery = z.infer<typeof rowQuery>;

export const jobView = z
  .object({
    id: z.uuid(),
    state: z.enum(STATES).meta({
      description:
        'REFUSED: all or nothing, and a row was refused. FAILED: a fault of ours; what is done stays',
    }),
    fileName: z.string().meta({ example: 'devices.csv' }),
    format: z.enum(FORMATS),
    dryRun: z.boolean(),
    allOrNothing: z.boolean(),
    counts: z
      .object({ total: z.int(), accepted: z.int(), done: z.int(), refused: z.int() })
      .meta({ description: '`accepted`: judged good, and no passport written (yet)' }),
    progress: z.int().min(0).max(100).meta({ description: 'Percent' }),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof jobView>;

export const rowView = z
  .object({
    line: z.int().meta({ description: 'Of the CSV file, its header being 1; or which nameplate' }),
    outcome: z.enum(OUTCOMES),
    passport: z.string().nullable().meta({ description: 'Code of the passport created' }),
    code: z.string().nullable().meta({ description: 'Stable code of the refusal' }),
    column: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'JobRow' });
export type RowView = z.infer<typeof rowView>;
