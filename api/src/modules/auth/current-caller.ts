import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { ACCESS } from './caller-guard.ts';
import type { Permitted } from './rules/permissions.ts';

/**
 * A route for callers whose token holds one of these permissions, in any scope. The OpenAPI document
 * says so as `x-permission`, which is where the matrix test reads it.
 */
export function Allow(...permitted: readonly [Permitted, ...Permitted[]]): MethodDecorator {
  return guarded(permitted, permitted.join(' or '));
}

/** A route for whoever is signed in, about themselves. */
export function SignedIn(): MethodDecorator {
  return guarded([], 'signed in');
}

/** A route for anybody; who sends a token or key may see more. */
export function Anyone(): MethodDecorator {
  return guarded('anyone', 'anyone');
}

function guarded(access: readonly Permitted[] | 'anyone', said: string): MethodDecorator {
  return applyDecorators(ACCESS(access), ApiExtension('x-permission', said));
}

const requestOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>();

/** Who calls; only on routes marked {@link Allow} or {@link SignedIn}. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = requestOf(context);
    if (caller === undefined) throw new LunaError('SIGN_IN_REQUIRED', 'Sign in first.');
    return caller;
  },
);

/** Who calls, or undefined when nobody said so; on routes marked {@link Anyone}. */
export const OptionalCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined => requestOf(context).caller,
);
