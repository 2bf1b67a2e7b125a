import { z } from 'zod';

/** A moment with its offset; kept in UTC to the millisecond. */
export const instant = z.iso
  .datetime({ offset: true, error: 'expected a time such as 2026-01-31T08:00:00Z' })
  .refine((text) => !Number.isNaN(Date.parse(text)), 'no such time')
  .meta({ example: '2026-01-31T08:00:00Z' });
