import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** 1 to 200 visible ASCII characters; a UUID, or a digest of what the row came from. */
export const idempotencyKey = z
  .string()
  .regex(/^[!-~]{1,200}$/, 'expected 1 to 200 visible ASCII characters');

/** The header `Idempotency-Key`, checked; undefined when it is not sent. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const given = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
    if (given === undefined) return undefined;
    const parsed = idempotencyKey.safeParse(given);
    if (parsed.success) return parsed.data;
    throw new LunaError(
      'IDEMPOTENCY_KEY_INVALID',
      'Idempotency-Key must be 1 to 200 visible ASCII characters, once.',
    );
  },
);

/** Documents the header on a creating route. */
export function ApiIdempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key and body give the first result again, for 24 hours',
    }),
  );
}
