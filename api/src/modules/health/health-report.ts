import { z } from 'zod';

/** How the api is, check by check. */
export const healthReport = z
  .object({
    status: z.enum(['up', 'degraded', 'down']),
    checks: z.record(
      z.string(),
      z.object({
        status: z.enum(['up', 'degraded', 'down']),
        message: z.string().optional(),
        details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
      }),
    ),
  })
  .meta({ id: 'Health', example: { status: 'up', checks: { db: { status: 'up' } } } });
