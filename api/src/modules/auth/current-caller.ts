import {
  applyDecorators,
  createParamDecorator,
  UseGuards,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { KEY_NEEDED, KeyGuard } from './key-guard.ts';

/** A route for holders of the key alone. */
export function Write(): MethodDecorator {
  return applyDecorators(KEY_NEEDED(true), UseGuards(KeyGuard), ApiBearerAuth());
}

/** A route anybody may read; the key, where sent, lets its holder see more. */
export function Read(): MethodDecorator {
  return applyDecorators(UseGuards(KeyGuard), ApiBearerAuth());
}

const requestOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>();

/** Who calls; only on routes marked {@link Write}. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = requestOf(context);
    if (caller === undefined) throw new LunaError('KEY_REQUIRED', 'This route needs the key.');
    return caller;
  },
);

/** Who calls, or undefined when nobody said so; on routes marked {@link Read}. */
export const OptionalCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined => requestOf(context).caller,
);
