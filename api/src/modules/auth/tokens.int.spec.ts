import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi, type TestTokens } from '../../testing/test-api.ts';
import { Vault } from '../vault/vault.public.ts';
import { makePerson, opens } from './testing/people.ts';
import { SigningKeys } from './use/signing-keys.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const jwkSet = z.object({ keys: z.array(z.record(z.string(), z.string())) });

describe('access tokens', () => {
  let api: TestApi;
  let accountId: string;
  let tokens: TestTokens;
  beforeAll(async () => {
    api = await startTestApi();
    accountId = (await makePerson(api)).id;
    tokens = await api.begin(accountId);
  });
  afterAll(() => api.close());

  const get = (token: string) =>
    api.send({
      url: '/api/v1/auth/me',
      key: false,
      headers: { authorization: `Bearer ${token}` },
    });
  const keySet = async (): Promise<JSONWebKeySet> => {
    const answer = await api.send({ url: '/.well-known/jwks.json', key: false });
    expect(answer).toMatchObject({ status: 200 });
    return jwkSet.parse(answer.body);
  };
  const issuer = 'http://127.0.0.1:5173';

  it('say what domain.md says, for fifteen minutes', () => {
    const claims = decodeJwt(tokens.accessToken);
    expect(Object.keys(claims).sort()).toEqual(
      [
        'aud',
        'email',
        'exp',
        'iat',
        'iss',
        'jti',
        'organizationId',
        'permissions',
        'role',
        'sid',
        'sub',
      ].sort(),
    );
    expect(claims).toMatchObject({ iss: issuer, aud: 'luna-api', sub: accountId, permissions: [] });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
    const refresh = decodeJwt(tokens.refreshToken);
    expect(Object.keys(refresh).sort()).toEqual(['exp', 'iat', 'jti', 'sid', 'sub', 'type']);
    expect(refresh).toMatchObject({ sid: claims['sid'], type: 'refresh' });
    expect((refresh.exp ?? 0) - (refresh.iat ?? 0)).toBe(7 * 24 * 3600);
  });

  it('are verified by a stranger with the published keys', async () => {
    const keys = createRemoteJWKSet(new URL(`${api.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(tokens.accessToken, keys, {
      issuer,
      audience: 'luna-api',
      typ: 'at+jwt',
      currentDate: new Date(api.clock.now()),
    });
    expect(payload.sub).toBe(accountId);
    expect(protectedHeader).toMatchObject({ alg: 'RS256' });
    const { keys: published } = await keySet();
    for (const key of published) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    }
  });

  it('expire to the second', async () => {
    const { accessToken } = await api.begin(accountId);
    api.clock.advance(15 * MINUTE - 1000);
    expect(await opens(api, accessToken)).toBe(true);
    api.clock.advance(1000);
    expect(refusalOf(await get(accessToken))).toEqual([401, 'TOKEN_EXPIRED']);
    tokens = await api.begin(accountId);
  });

  describe('forged', () => {
    const claims = () => ({ ...decodeJwt(tokens.accessToken), jti: randomUUID() });
    const header = () => decodeProtectedHeader(tokens.accessToken);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey: strangers } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = (head: object, body = claims()) =>
      new SignJWT(body)
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header(), ...head })
        .sign(strangers);

    const refuses = async (token: string) =>
      expect(refusalOf(await get(token))).toEqual([401, 'TOKEN_INVALID']);

    it('algorithm none, in all its spellings', async () => {
      for (const alg of ['none', 'None', 'NONE', '']) {
        await refuses(`${part({ ...header(), alg })}.${part(claims())}.`);
        const signature = tokens.accessToken.split('.')[2] ?? '';
        await refuses(`${part({ ...header(), alg })}.${part(claims())}.${signature}`);
      }
    });

    it('HS256 keyed with the public key, in every form of it', async () => {
      const [jwk] = (await keySet()).keys;
      const key = createPublicKey({ key: jwk as { kty: string }, format: 'jwk' });
      const secrets = [
        await exportSPKI((await importJWK(jwk ?? {}, 'RS256')) as CryptoKey),
        key.export({ format: 'pem', type: 'spki' }),
        key.export({ format: 'der', type: 'spki' }),
        key.export({ format: 'pem', type: 'pkcs1' }),
        JSON.stringify(jwk),
        String(jwk?.n),
      ];
      for (const secret of secrets) {
        const signing = `${part({ ...header(), alg: 'HS256' })}.${part(claims())}`;
        const mac = createHmac('sha256', secret).update(signing).digest('base64url');
        await refuses(`${signing}.${mac}`);
      }
    });

    it('RS256 by another key: with our kid, an unknown one, none, and one it brings along', async () => {
      const jwk = createPublicKey(strangers).export({ format: 'jwk' });
      await refuses(await signed({}));
      await refuses(await signed({ kid: 'unknown' }));
      await refuses(await signed({ kid: undefined }));
      await refuses(await signed({ kid: `' OR 1=1 --` }));
      await refuses(await signed({ jwk, kid: undefined }));
      await refuses(await signed({ jku: 'https://evil.example/jwks.json' }));
      await refuses(await signed({ alg: 'PS256' }));
      await refuses(await signed({ alg: 'RS512' }));
    });

    it('a changed payload, header or signature', async () => {
      const [head = '', , signature = ''] = tokens.accessToken.split('.');
      await refuses(`${head}.${part({ ...claims(), role: 'ADMIN' })}.${signature}`);
      await refuses(`${part({ ...header(), typ: 'JWT' })}.${part(claims())}.${signature}`);
      await refuses(`${tokens.accessToken}A`);
      await refuses(tokens.accessToken.slice(0, -6));
    });

    it('a refresh token in the place of an access token', async () => {
      await refuses(tokens.refreshToken);
    });

    it('another audience, issuer, type or shape, though signed with our own key', async () => {
      const vault = new Vault(api.authDatabase, api.config);
      const own = await new SigningKeys(api.authDatabase, api.clock, vault).signer();
      const sign = (body: object, typ = 'at+jwt') =>
        new SignJWT({ ...claims(), ...body })
          .setProtectedHeader({ alg: 'RS256', typ, kid: own.kid })
          .sign(own.privateKey);
      expect(await opens(api, await sign({}))).toBe(true);
      await refuses(await sign({ aud: 'other-api' }));
      await refuses(await sign({ aud: ['luna-api', 'other-api'] }));
      await refuses(await sign({ iss: 'https://evil.example' }));
      await refuses(await sign({ iss: undefined }));
      await refuses(await sign({ exp: undefined }));
      await refuses(await sign({ exp: (claims().iat ?? 0) + 901 }));
      await refuses(await sign({ sid: undefined }));
      await refuses(await sign({ role: 'ROOT' }));
      await refuses(await sign({ permissions: ['everything:do:all'] }));
      await refuses(await sign({ more: true }));
      await refuses(await sign({ nbf: Math.floor(api.clock.now() / 1000) + 60 }));
      await refuses(await sign({}, 'JWT'));
      await refuses(await sign({}, 'refresh+jwt'));
    });

    it('is refused on open routes too', async () => {
      const answer = await api.send({
        url: '/api/v1/passports/DP-MED-2601-PF-CN-000001-0A',
        key: false,
        headers: { authorization: `Bearer ${tokens.accessToken}x` },
      });
      expect(refusalOf(answer)).toEqual([401, 'TOKEN_INVALID']);
    });

    it('any text at all is refused with a code', async () => {
      const word = fc.string({
        unit: fc.constantFrom(...Array.from('abcXYZ019-_.=+/~!')),
        minLength: 1,
        maxLength: 80,
      });
      // The last character has bits that stand for nothing.
      const mutated = fc
        .tuple(fc.nat(tokens.accessToken.length - 2), fc.constantFrom(...Array.from('AZaz09-_.')))
        .map(
          ([at, char]) => tokens.accessToken.slice(0, at) + char + tokens.accessToken.slice(at + 1),
        )
        .filter((text) => text !== tokens.accessToken);
      await fc.assert(
        fc.asyncProperty(fc.oneof(word, mutated), async (token) => {
          const [status, code] = refusalOf(await get(token));
          expect(status).toBe(401);
          expect(['KEY_WRONG', 'TOKEN_INVALID']).toContain(code);
        }),
        { numRuns: 150 },
      );
    });
  });

  it('are worth nothing once their key is retired, seen before or not', async () => {
    const fresh = await startTestApi();
    try {
      const { id } = await makePerson(fresh);
      const [seen, unseen] = [await fresh.begin(id), await fresh.begin(id)];
      expect(await opens(fresh, seen.accessToken)).toBe(true);
      await fresh.admin.tx({}, (tx) =>
        tx.execute('UPDATE auth.signing_key SET retired_at = $1', [new Date(fresh.clock.now())]),
      );
      fresh.clock.advance(MINUTE);
      expect(await opens(fresh, seen.accessToken)).toBe(false);
      expect(await opens(fresh, unseen.accessToken)).toBe(false);
      expect(await opens(fresh, (await fresh.begin(id)).accessToken)).toBe(true);
    } finally {
      await fresh.close();
    }
  });

  it('are signed with a new key after a month; what the old one signed stays good until it expires', async () => {
    const kidOf = (token: string) => decodeProtectedHeader(token).kid;
    const fresh = await startTestApi();
    try {
      const { id } = await makePerson(fresh);
      const set = async () => {
        const answer = await fresh.send({ url: '/.well-known/jwks.json', key: false });
        return createLocalJWKSet(jwkSet.parse(answer.body));
      };
      const old = await fresh.begin(id);
      fresh.clock.advance(29 * DAY);
      const announced = await fresh.begin(id);
      expect(kidOf(announced.accessToken)).toBe(kidOf(old.accessToken));
      expect((await set()).jwks().keys).toHaveLength(2);
      fresh.clock.advance(DAY - 10 * MINUTE);
      const last = await fresh.begin(id);
      fresh.clock.advance(10 * MINUTE);
      const next = await fresh.begin(id);
      expect(kidOf(next.accessToken)).not.toBe(kidOf(last.accessToken));
      expect([await opens(fresh, last.accessToken), await opens(fresh, next.accessToken)]).toEqual([
        true,
        true,
      ]);
      const currentDate = new Date(fresh.clock.now());
      await jwtVerify(last.accessToken, await set(), { currentDate });
      await jwtVerify(next.accessToken, await set(), { currentDate });
      // A refresh token of the old key is good for its seven days; then the key goes.
      fresh.clock.advance(7 * DAY - 11 * MINUTE);
      const refreshed = await fresh.send({
        method: 'POST',
        url: '/api/v1/auth/refresh',
        key: false,
        body: { refreshToken: last.refreshToken },
      });
      expect(refreshed).toMatchObject({ status: 200 });
      fresh.clock.advance(DAY);
      expect((await set()).jwks().keys).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });
});
