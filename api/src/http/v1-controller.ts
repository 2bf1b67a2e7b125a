import { applyDecorators, Controller, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EnvelopeInterceptor } from './envelope.ts';

/** A controller below `/api/v1`: in the envelope. */
export function V1Controller(path: string, tag = path): ClassDecorator {
  return applyDecorators(
    Controller(`api/v1/${path}`),
    UseInterceptors(EnvelopeInterceptor),
    ApiTags(tag),
  );
}
