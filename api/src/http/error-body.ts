import { z } from 'zod';

/** The one shape of errors. */
export const errorBody = z.object({
  statusCode: z.int().meta({ example: 404 }),
  code: z.string().meta({
    description: 'Stable; branch on this, not on the message',
    example: 'PASSPORT_UNKNOWN',
  }),
  message: z.string().meta({ example: 'Says what is wrong, and what to do next.' }),
  errors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .meta({ description: 'The fields that do not fit, when it is them', example: [] }),
  retryable: z.boolean().meta({ description: 'The same request may succeed later' }),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  requestId: z.string().meta({ example: '0198c1f2-7d3a-7c4e-9a51-6f0d2b8e4c17' }),
  timestamp: z.iso.datetime().meta({ example: '2026-06-16T08:00:00.000Z' }),
});
