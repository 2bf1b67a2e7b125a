import { Inject, Injectable } from '@nestjs/common';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { errors, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { z } from 'zod';
import { CLOCK, CONFIG } from '../../../parts.ts';
import {
  accessClaims,
  AUDIENCE,
  refreshClaims,
  TOKEN_TYPE,
  type AccessClaims,
  type RefreshClaims,
} from '../rules/token-claims.ts';
import { SigningKeys } from './signing-keys.ts';

/** The algorithm of every token, in both directions (RFC 8725 3.1). */
const ALGORITHM = 'RS256';

export type TokenSigner = {
  access(claims: Omit<AccessClaims, 'iss' | 'aud'>): Promise<string>;
  refresh(claims: Omit<RefreshClaims, 'type'>): Promise<string>;
};

/** Signs and reads tokens: JWS compact, RS256, never anything else. */
@Injectable()
export class Tokens {
  readonly #keys: SigningKeys;
  readonly #clock: Clock;
  readonly #issuer: string;

  constructor(
    keys: SigningKeys,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Pick<Config, 'PUBLIC_URL'>,
  ) {
    this.#keys = keys;
    this.#clock = clock;
    this.#issuer = config.PUBLIC_URL;
  }

  /** What signs tokens now. Asked for before a transaction, because the keys are read in another. */
  async signer(): Promise<TokenSigner> {
    const { kid, privateKey } = await this.#keys.signer();
    const sign = (typ: string, claims: JWTPayload) =>
      new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ, kid }).sign(privateKey);
    return {
      access: (claims) => sign(TOKEN_TYPE.access, { iss: this.#issuer, aud: AUDIENCE, ...claims }),
      refresh: (claims) => sign(TOKEN_TYPE.refresh, { type: 'refresh', ...claims }),
    };
  }

  /**
   * What the token says, and the key that signed it. Throws TOKEN_INVALID, TOKEN_EXPIRED. Whether the
   * session has ended is another question.
   */
  readAccess(token: string): Promise<{ claims: AccessClaims; kid: string | undefined }> {
    const expected = { typ: TOKEN_TYPE.access, issuer: this.#issuer, audience: AUDIENCE };
    return this.#read(token, expected, accessClaims);
  }

  /** Throws TOKEN_INVALID, TOKEN_EXPIRED. */
  async readRefresh(token: string): Promise<RefreshClaims> {
    return (await this.#read(token, { typ: TOKEN_TYPE.refresh }, refreshClaims)).claims;
  }

  /** Whether what this key signed still counts. Costs no query, but the ring's one a minute. */
  async believes(kid: string | undefined): Promise<boolean> {
    return (await this.#keys.verifier(kid)) !== undefined;
  }

  async #read<T>(token: string, expected: JWTVerifyOptions, claims: z.ZodType<T>) {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        ...expected,
        algorithms: [ALGORITHM],
        currentDate: new Date(this.#clock.now()),
      });
      return { claims: claims.parse(payload), kid: protectedHeader.kid };
    } catch (error) {
      throw refusal(error);
    }
  }

  async #key(kid: string | undefined) {
    const key = await this.#keys.verifier(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}

/** What is wrong with a token is nobody's business but the log's, except that it was good once. */
function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new LunaError('TOKEN_EXPIRED', 'This token has expired. Refresh the session.', {
      cause: error,
    });
  }
  const ours =
    error instanceof errors.JOSEError || (error instanceof Error && error.name === 'ZodError');
  if (!ours) return error;
  return new LunaError('TOKEN_INVALID', 'This token is not valid here. Sign in again.', {
    cause: error,
  });
}
