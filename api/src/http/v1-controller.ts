import { applyDecorators, Controller, UseInterceptors } from '@nestjs/common';
import { ApiDefaultResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EnvelopeInterceptor } from './envelope.ts';

const errorBody = z
  .object({
    statusCode: z.int(),
    code: z.string().meta({ description: 'Stable; branch on this, not on the message' }),
    message: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
    retryable: z.boolean(),
    details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    requestId: z.string(),
    timestamp: z.string(),
  })
  .meta({ id: 'Error' });

/** A controller below `/api/v1`: in the envelope, with the one shape of errors. */
export function V1Controller(path: string, tag = path): ClassDecorator {
  return applyDecorators(
    Controller(`api/v1/${path}`),
    UseInterceptors(EnvelopeInterceptor),
    ApiTags(tag),
    ApiDefaultResponse({ standardSchema: errorBody, description: 'Any refusal' }),
  );
}
