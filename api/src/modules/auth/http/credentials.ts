import { Injectable } from '@nestjs/common';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import type { From } from '../caller.ts';
import { Callers, type KnownCaller } from '../use/callers.ts';
import { Cookies } from './cookies.ts';

/** Characters a bearer token may have: an access token with every permission has about 2,500. */
const BEARER = /^Bearer ([!-~]{1,8192})$/i;

/** Reads from a request who sends it. */
@Injectable()
export class Credentials {
  readonly #callers: Callers;
  readonly #cookies: Cookies;
  /** Asked for twice a request: by the rate limits and by the guard. */
  readonly #ofHeader = new WeakMap<FastifyRequest, Promise<KnownCaller | undefined>>();

  constructor(callers: Callers, cookies: Cookies) {
    this.#callers = callers;
    this.#cookies = cookies;
  }

  /**
   * The holder of the token or key in `Authorization`; undefined without that header.
   * Throws KEY_WRONG, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED.
   */
  ofHeader(request: FastifyRequest): Promise<KnownCaller | undefined> {
    const found = this.#ofHeader.get(request) ?? this.#findByHeader(request);
    this.#ofHeader.set(request, found);
    return found;
  }

  async #findByHeader({ headers: { authorization } }: FastifyRequest) {
    if (authorization === undefined) return undefined;
    const [, given] = BEARER.exec(authorization) ?? [];
    if (given === undefined) {
      throw new LunaError('KEY_WRONG', 'Send `Authorization: Bearer` and a token or API key.');
    }
    // Keys have no dot, JSON Web Tokens have two.
    return given.includes('.') ? this.#callers.byAccessToken(given) : this.#callers.byApiKey(given);
  }

  /**
   * The person whose session the cookies are of; undefined without them.
   * Throws TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, CSRF_INVALID, ORIGIN_REFUSED.
   */
  async ofCookies(request: FastifyRequest): Promise<KnownCaller | undefined> {
    const token = this.#cookies.accessToken(request);
    if (token === undefined) return undefined;
    const caller = await this.#callers.byAccessToken(token);
    this.#cookies.check(request, caller.sessionId);
    return caller;
  }

  /** Whose requests these are for a rate limit: actor, or undefined for nobody or false credentials. */
  async identify(request: FastifyRequest): Promise<string | undefined> {
    try {
      const token = this.#cookies.accessToken(request);
      const caller =
        (await this.ofHeader(request)) ??
        (token === undefined ? undefined : await this.#callers.byAccessToken(token));
      return caller?.actorId;
    } catch {
      return undefined;
    }
  }
}

/** Where a request comes from, cut to what an audit event takes. */
export function fromOf(request: FastifyRequest): From {
  return {
    address: request.ip,
    agent: (request.headers['user-agent'] ?? '').slice(0, 200) || 'unknown',
  };
}
