import { Injectable } from '@nestjs/common';
import { LunaError } from '@luna/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { From } from '../caller.ts';
import type { Issued } from '../use/begin-session.ts';
import { Sessions } from '../use/sessions.ts';
import { Tokens } from '../use/tokens.ts';
import { Cookies } from './cookies.ts';
import { fromOf } from './credentials.ts';
import { viewTokens, viewUser, type SessionTokens } from './views.ts';

/** How tokens travel: in the body, or with `X-Token-Transport: cookie` in cookies. */
@Injectable()
export class TokenTransport {
  readonly #cookies: Cookies;
  readonly #tokens: Tokens;
  readonly #sessions: Sessions;

  constructor(cookies: Cookies, tokens: Tokens, sessions: Sessions) {
    this.#cookies = cookies;
    this.#tokens = tokens;
    this.#sessions = sessions;
  }

  /**
   * Answers a login; one with cookies ends the session that the browser's cookies were of. Throws
   * ORIGIN_REFUSED when a foreign page wants cookies.
   */
  async begin(
    request: FastifyRequest,
    reply: FastifyReply,
    signIn: (from: From) => Promise<Issued>,
  ): Promise<SessionTokens> {
    const cookies = request.headers['x-token-transport'] === 'cookie';
    if (cookies) this.#cookies.checkOrigin(request);
    const from = fromOf(request);
    const issued = await signIn(from);
    const old = cookies ? this.#cookies.refreshToken(request) : undefined;
    if (old !== undefined) await this.#sessions.leave(old, from);
    return this.#answer(reply, issued, cookies);
  }

  /**
   * Hands over the refresh token, from the body or else from the cookie, and answers the way it came.
   * A cookie that opens nothing is taken away. Throws SIGN_IN_REQUIRED without one, CSRF_INVALID,
   * ORIGIN_REFUSED.
   */
  async redeem(
    request: FastifyRequest,
    reply: FastifyReply,
    given: string | undefined,
    use: (refreshToken: string, from: From) => Promise<Issued>,
  ): Promise<SessionTokens> {
    const token = given ?? this.#cookies.refreshToken(request);
    if (token === undefined) {
      throw new LunaError('SIGN_IN_REQUIRED', 'Send a refresh token, or sign in.');
    }
    if (given !== undefined) return this.#answer(reply, await use(token, fromOf(request)), false);
    try {
      const { sid } = await this.#tokens.readRefresh(token);
      this.#cookies.check(request, sid);
      return this.#answer(reply, await use(token, fromOf(request)), true);
    } catch (error) {
      if (error instanceof LunaError && OVER.has(error.code)) this.#cookies.clear(reply);
      throw error;
    }
  }

  /** Takes the cookies away once the session has ended. */
  async end(reply: FastifyReply, ending: Promise<void>): Promise<null> {
    await ending;
    this.#cookies.clear(reply);
    return null;
  }

  #answer(reply: FastifyReply, issued: Issued, cookies: boolean): SessionTokens {
    if (!cookies) return viewTokens(issued);
    this.#cookies.set(reply, issued);
    return { user: viewUser(issued) };
  }
}

/** Refusals after which a refresh token is worth nothing any more. */
const OVER = new Set(['TOKEN_INVALID', 'TOKEN_EXPIRED', 'SESSION_ENDED', 'REFRESH_REUSED']);
