import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { Credentials, fromOf } from './http/credentials.ts';
import { SCOPES, type Permitted } from './rules/permissions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link CallerGuard}; absent on anonymous requests. */
    caller?: Caller;
  }
}

/** Who may use a route: anyone, or holders of one of these permissions (none: whoever is signed in). */
export const ACCESS = Reflector.createDecorator<readonly Permitted[] | 'anyone'>();

/**
 * Finds out who calls and whether the route is for them. A token or key that is wrong is refused
 * everywhere, open routes included, because whoever sends it expects to be known; cookies come along
 * by themselves, so where anyone may come wrong ones are nobody's. A route below
 * `/api/v1` that says nothing about access is nobody's; what is elsewhere is open.
 */
@Injectable()
export class CallerGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #credentials: Credentials;

  constructor(reflector: Reflector, credentials: Credentials) {
    this.#reflector = reflector;
    this.#credentials = credentials;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.#reflector.get<readonly Permitted[] | 'anyone' | undefined>(
      ACCESS.KEY,
      context.getHandler(),
    );
    if (access === undefined) return checkOutside(request);
    const open = access === 'anyone';
    const caller = await this.#callerOf(request, open);
    if (caller !== undefined) request.caller = caller;
    if (open) return true;
    if (caller === undefined) {
      throw new LunaError(
        'SIGN_IN_REQUIRED',
        'Sign in, or send an API key as `Authorization: Bearer <key>`.',
      );
    }
    if (access.length === 0 || access.some((permitted) => holds(caller, permitted))) return true;
    throw new LunaError(
      'NOT_PERMITTED',
      `Your role does not allow this; it needs ${access.join(' or ')}.`,
    );
  }

  async #callerOf(request: FastifyRequest, open: boolean): Promise<Caller | undefined> {
    const cookies = () =>
      this.#credentials.ofCookies(request).catch((error: unknown) => {
        if (open && error instanceof LunaError) return undefined;
        throw error;
      });
    const known = (await this.#credentials.ofHeader(request)) ?? (await cookies());
    return known && { ...known, from: fromOf(request) };
  }
}

/** By the route's own path, not the request's, which may be spelled otherwise. Throws NOT_PERMITTED. */
function checkOutside({ routeOptions: { url } }: FastifyRequest): true {
  if (url?.startsWith('/api/v1/') !== true) return true;
  throw new LunaError('NOT_PERMITTED', 'Nobody may use this route: it does not say who may.');
}

function holds({ permissions }: Caller, permitted: Permitted): boolean {
  return SCOPES.some((scope) => permissions.has(`${permitted}:${scope}`));
}
