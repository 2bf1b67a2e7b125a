import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LunaError, type Config } from '@luna/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../../../parts.ts';
import { deriveSecret } from '../../vault/vault.public.ts';
import type { Issued } from '../use/begin-session.ts';
import { ACCESS_SECONDS, REFRESH_SECONDS } from '../rules/token-claims.ts';

/** Only these routes are sent the refresh token. */
const REFRESH_PATH = '/api/v1/auth';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Tokens in cookies, for pages of our own origin: HttpOnly and SameSite=Strict, Secure where
 * PUBLIC_URL is https (then with the prefixes of RFC 6265bis). What a cookie proves is worth nothing
 * for a change without the session's CSRF token and an Origin of ours.
 */
@Injectable()
export class Cookies {
  readonly #config: Config;
  readonly #origins: ReadonlySet<string>;
  readonly #secure: boolean;
  readonly names: { access: string; refresh: string; csrf: string };

  constructor(@Inject(CONFIG) config: Config) {
    this.#config = config;
    const origins = [config.PUBLIC_URL, ...(config.CORS_ORIGINS ?? [])];
    this.#origins = new Set(origins.map((url) => new URL(url).origin));
    this.#secure = config.PUBLIC_URL.startsWith('https:');
    const [host, path] = this.#secure ? ['__Host-', '__Secure-'] : ['', ''];
    this.names = {
      access: `${host}luna_access`,
      refresh: `${path}luna_refresh`,
      csrf: `${host}luna_csrf`,
    };
  }

  accessToken(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.access];
  }

  refreshToken(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.refresh];
  }

  /** Puts a session's tokens into cookies, with the CSRF token where the page can read it. */
  set(reply: FastifyReply, { sid, accessToken, refreshToken }: Issued): void {
    const { names } = this;
    this.#set(reply, names.access, accessToken, { httpOnly: true, maxAge: ACCESS_SECONDS });
    this.#set(reply, names.refresh, refreshToken, {
      httpOnly: true,
      maxAge: REFRESH_SECONDS,
      path: REFRESH_PATH,
    });
    this.#set(reply, names.csrf, this.#csrfToken(sid), { maxAge: REFRESH_SECONDS });
  }

  clear(reply: FastifyReply): void {
    const { access, refresh, csrf } = this.names;
    this.#set(reply, access, '', { httpOnly: true, maxAge: 0 });
    this.#set(reply, refresh, '', { httpOnly: true, maxAge: 0, path: REFRESH_PATH });
    this.#set(reply, csrf, '', { maxAge: 0 });
  }

  /**
   * Lets a request pass that proves itself by a cookie of session `sid`: reading ones, and those that
   * carry the CSRF token and come from a page of ours. Throws ORIGIN_REFUSED, CSRF_INVALID.
   */
  check(request: FastifyRequest, sid: string): void {
    if (SAFE.has(request.method)) return;
    this.checkOrigin(request);
    const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
    const expected = Buffer.from(this.#csrfToken(sid));
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw new LunaError(
      'CSRF_INVALID',
      `Send the value of the cookie ${this.names.csrf} as X-CSRF-Token.`,
    );
  }

  /** Throws ORIGIN_REFUSED unless a page of ours, and a browser that says so, sends this. */
  checkOrigin({ headers: { origin } }: FastifyRequest): void {
    if (origin !== undefined && this.#origins.has(origin)) return;
    throw new LunaError(
      'ORIGIN_REFUSED',
      `Only pages of ${[...this.#origins].join(', ')} may do this with cookies. Open the page there.`,
    );
  }

  /** HMAC of the session, so that nobody can plant a token of another one. */
  #csrfToken(sid: string): string {
    return createHmac('sha256', deriveSecret(this.#config, 'csrf/1'))
      .update(sid)
      .digest('base64url');
  }

  #set(
    reply: FastifyReply,
    name: string,
    value: string,
    { path = '/', ...more }: { httpOnly?: boolean; maxAge: number; path?: string },
  ): void {
    void reply.setCookie(name, value, { sameSite: 'strict', secure: this.#secure, path, ...more });
  }
}
