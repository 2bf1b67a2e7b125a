import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import { BOOTSTRAP_KEY } from '../../parts.ts';
import type { Caller } from './caller.ts';
import { keyMatches } from './key-matches.ts';
import { Operator } from './operator.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link KeyGuard}; absent on anonymous requests. */
    caller?: Caller;
  }
}

/** Marks a route that nobody may use without the key. */
export const KEY_NEEDED = Reflector.createDecorator<true>();

/**
 * Finds out who calls. A missing key is refused on routes that need one; a wrong key is refused
 * everywhere, because whoever sends one expects to be known.
 */
@Injectable()
export class KeyGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #operator: Operator;
  readonly #key: string;

  constructor(reflector: Reflector, operator: Operator, @Inject(BOOTSTRAP_KEY) key: string) {
    this.#reflector = reflector;
    this.#operator = operator;
    this.#key = key;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) {
      if (!this.#needsKey(context)) return true;
      throw new LunaError(
        'KEY_REQUIRED',
        'Send the key of $LUNA_HOME/key as `Authorization: Bearer <key>`.',
      );
    }
    const [, given = ''] = /^Bearer ([!-~]{1,512})$/i.exec(authorization) ?? [];
    if (!keyMatches(given, this.#key)) {
      throw new LunaError('KEY_WRONG', 'This key is not known here. It stands in $LUNA_HOME/key.');
    }
    request.caller = await this.#operator.caller();
    return true;
  }

  #needsKey(context: ExecutionContext): boolean {
    const marked: unknown = this.#reflector.get(KEY_NEEDED, context.getHandler());
    return marked === true;
  }
}
