import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type Answer, type Send, type TestApi } from '../../testing/test-api.ts';
import { actsOf, makePerson, opens, PASSWORD } from './testing/people.ts';

const ORIGIN = 'http://127.0.0.1:5173';

/** What a browser does with Set-Cookie, as far as we use it. */
class Jar {
  readonly cookies = new Map<string, { value: string; attributes: string }>();

  take(answer: Answer): void {
    for (const line of answer.cookies) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, { value, attributes: attributes.join('; ') });
    }
  }

  header(url: string): string {
    return [...this.cookies]
      .filter(([, { attributes }]) => url.startsWith(/Path=([^;]*)/.exec(attributes)?.[1] ?? '/'))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }
}

describe('cookies', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  /** A page of ours in a browser, signed in; its requests carry cookies, CSRF token and Origin. */
  async function browser(at: TestApi = api) {
    const person = await makePerson(at);
    const jar = new Jar();
    const send = async (request: Send) => {
      const csrf = [...jar.cookies].find(([name]) => name.endsWith('luna_csrf'))?.[1].value;
      const answer = await at.send({
        key: false,
        ...request,
        headers: {
          cookie: jar.header(request.url),
          origin: new URL(at.config.PUBLIC_URL).origin,
          ...(csrf === undefined ? {} : { 'x-csrf-token': csrf }),
          ...request.headers,
        },
      });
      jar.take(answer);
      return answer;
    };
    const logIn = (email: string) =>
      send({
        method: 'POST',
        url: '/api/v1/auth/login',
        body: { email, password: PASSWORD },
        headers: { 'x-token-transport': 'cookie' },
      });
    const signIn = await logIn(person.email);
    expect(signIn).toMatchObject({ status: 200 });
    return { ...person, jar, send, logIn, signIn };
  }
  const patch: Send = { method: 'PATCH', url: '/api/v1/auth/me', body: { displayName: 'New' } };

  it('take the place of tokens in the answer', async () => {
    const { jar, send, signIn, email } = await browser();
    expect(dataOf(signIn)).toEqual({ user: expect.objectContaining({ email }) as unknown });
    const attributes = Object.fromEntries(
      [...jar.cookies].map(([name, cookie]) => [name, cookie.attributes]),
    );
    expect(attributes).toEqual({
      luna_access: 'Max-Age=900; Path=/; HttpOnly; SameSite=Strict',
      luna_refresh: 'Max-Age=604800; Path=/api/v1/auth; HttpOnly; SameSite=Strict',
      luna_csrf: 'Max-Age=604800; Path=/; SameSite=Strict',
    });
    expect(dataOf(await send({ url: '/api/v1/auth/me' }))).toMatchObject({ email });
  });

  it('are Secure and bound to the host where the page is served by https', async () => {
    const secure = await startTestApi({ env: { PUBLIC_URL: 'https://luna.example' } });
    try {
      const { jar } = await browser(secure);
      const attributes = [...jar.cookies].map(([name, cookie]) => [name, cookie.attributes]);
      expect(Object.fromEntries(attributes)).toEqual({
        '__Host-luna_access': 'Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Strict',
        '__Secure-luna_refresh':
          'Max-Age=604800; Path=/api/v1/auth; HttpOnly; Secure; SameSite=Strict',
        '__Host-luna_csrf': 'Max-Age=604800; Path=/; Secure; SameSite=Strict',
      });
    } finally {
      await secure.close();
    }
  });

  it('change nothing without the CSRF token of this very session', async () => {
    const { send } = await browser();
    const other = await browser();
    const foreign = other.jar.cookies.get('luna_csrf')?.value ?? '';
    for (const token of ['', 'nonsense', foreign]) {
      const answer = await send({ ...patch, headers: { 'x-csrf-token': token } });
      expect(refusalOf(answer)).toEqual([403, 'CSRF_INVALID']);
      // Planting the cookie as well does not help: the token is bound to the session.
      const planted = await send({
        ...patch,
        headers: {
          'x-csrf-token': token,
          cookie: `${other.jar.header(patch.url)}; luna_csrf=${token}`.replace(
            /^luna_csrf=[^;]*; /,
            '',
          ),
        },
      });
      if (token !== foreign) expect(refusalOf(planted)).toEqual([403, 'CSRF_INVALID']);
    }
    expect(await send(patch)).toMatchObject({ status: 200 });
  });

  it('change nothing for pages of other origins, or none', async () => {
    const { send, jar } = await browser();
    for (const origin of [
      'https://evil.example',
      'null',
      `${ORIGIN}.evil.example`,
      'http://127.0.0.1',
    ]) {
      const answer = await send({ ...patch, headers: { origin } });
      expect(refusalOf(answer)).toEqual([403, 'ORIGIN_REFUSED']);
    }
    const headers = {
      cookie: jar.header(patch.url),
      'x-csrf-token': jar.cookies.get('luna_csrf')?.value ?? '',
    };
    const without = await api.send({ ...patch, key: false, headers });
    expect(refusalOf(without)).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('are not given to pages of other origins', async () => {
    const { email } = await makePerson(api);
    const answer = await api.send({
      method: 'POST',
      url: '/api/v1/auth/login',
      key: false,
      body: { email, password: PASSWORD },
      headers: { 'x-token-transport': 'cookie', origin: 'https://evil.example' },
    });
    expect(refusalOf(answer)).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('are refreshed by cookie, with the CSRF token alone', async () => {
    const { send, jar } = await browser();
    const refresh: Send = { method: 'POST', url: '/api/v1/auth/refresh', body: {} };
    const bare = await send({ ...refresh, headers: { 'x-csrf-token': '' } });
    expect(refusalOf(bare)).toEqual([403, 'CSRF_INVALID']);
    const before = jar.cookies.get('luna_refresh')?.value;
    // The access token has expired, the browser has dropped it.
    jar.cookies.delete('luna_access');
    const answer = await send(refresh);
    expect(Object.keys(dataOf(answer))).toEqual(['user']);
    expect(jar.cookies.get('luna_refresh')?.value).not.toBe(before);
    expect(await send(patch)).toMatchObject({ status: 200 });
    const stolen = { luna_refresh: before };
    const reused = await send({
      ...refresh,
      headers: { cookie: `luna_refresh=${stolen.luna_refresh ?? ''}` },
    });
    expect(refusalOf(reused)).toEqual([401, 'REFRESH_REUSED']);
    expect(jar.cookies.size).toBe(0);
  });

  it('of a login end the session that was this browser’s, whoever’s it was', async () => {
    const { id, email, jar, logIn, send } = await browser();
    const elsewhere = await api.begin(id);
    const isOver = async (cookie: string) => {
      const answer = await api.send({ url: '/api/v1/auth/me', key: false, headers: { cookie } });
      return answer.status === 401 && refusalOf(answer)[1] === 'SESSION_ENDED';
    };
    const first = jar.header('/api/v1/auth/me');
    expect(await logIn((await makePerson(api)).email)).toMatchObject({ status: 200 });
    const second = jar.header('/api/v1/auth/me');
    expect([await isOver(first), await isOver(second)]).toEqual([true, false]);
    expect(await opens(api, elsewhere.accessToken)).toBe(true);
    expect(await actsOf(api, id)).toEqual(['session.started', 'session.started', 'session.ended']);
    // A login that fails ends nothing, a cookie that is worth nothing hinders none.
    expect(refusalOf(await logIn('nobody@example.com'))).toEqual([401, 'CREDENTIALS_WRONG']);
    expect(await isOver(second)).toBe(false);
    jar.cookies.set('luna_refresh', { value: 'nonsense', attributes: 'Path=/api/v1/auth' });
    expect(await logIn(email)).toMatchObject({ status: 200 });
    expect(dataOf(await send({ url: '/api/v1/auth/me' }))).toMatchObject({ email });
  });

  it('go at logout', async () => {
    const { send, jar } = await browser();
    const old = jar.header('/api/v1/auth/me');
    const out = await send({ method: 'POST', url: '/api/v1/auth/logout', body: {} });
    expect(out).toMatchObject({ status: 200 });
    expect(jar.cookies.size).toBe(0);
    const headers = { cookie: old };
    const again = await api.send({ url: '/api/v1/auth/me', key: false, headers });
    expect(refusalOf(again)).toEqual([401, 'SESSION_ENDED']);
  });

  it('that are worth nothing are nobody’s where anyone may come, and refused elsewhere', async () => {
    const headers = { cookie: 'luna_access=nonsense' };
    const open = await api.send({
      url: '/api/v1/passports/DP-MED-2601-PF-CN-000001-0A',
      key: false,
      headers,
    });
    expect(refusalOf(open)).toEqual([404, 'PASSPORT_UNKNOWN']);
    const closed = await api.send({ url: '/api/v1/auth/me', key: false, headers });
    expect(refusalOf(closed)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('count for nothing beside a token or key in the header', async () => {
    const { jar } = await browser();
    const { accessToken } = await api.begin((await makePerson(api)).id);
    const both = { cookie: jar.header(patch.url), authorization: `Bearer ${accessToken}` };
    expect(await api.send({ ...patch, key: false, headers: both })).toMatchObject({ status: 200 });
    const wrong = { ...both, authorization: 'Bearer nonsense' };
    const refused = await api.send({ ...patch, key: false, headers: wrong });
    expect(refusalOf(refused)).toEqual([401, 'KEY_WRONG']);
  });
});
