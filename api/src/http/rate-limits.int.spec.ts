import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../testing/bodies.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

describe('rate limits', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({
      env: { RATE_LIMIT_ANONYMOUS: '3', RATE_LIMIT_AUTH: '2', RATE_LIMIT_CALLER: '4' },
    });
  });
  afterAll(() => api.close());

  const url = '/api/v1/passports/DP-MED-2601-PF-CN-000001-0A';
  const statuses = async (count: number, request: Parameters<TestApi['send']>[0]) => {
    const found = [];
    for (let i = 0; i < count; i += 1) found.push(await api.send(request));
    return found;
  };

  it('counts anonymous calls by address, callers by who they are', async () => {
    const anonymous = await statuses(4, { url, key: false });
    expect(anonymous.map(({ status }) => status)).toEqual([404, 404, 404, 429]);
    const last = anonymous.at(-1);
    expect(last && refusalOf(last)).toEqual([429, 'RATE_LIMITED']);
    expect(last?.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(1);
    // The address is used up; whoever says who they are has a count of their own.
    expect((await statuses(5, { url })).map(({ status }) => status)).toEqual([
      404, 404, 404, 404, 429,
    ]);
  });

  it('counts false credentials as the address they come from', async () => {
    const headers = { authorization: 'Bearer luna_nonsense' };
    expect((await api.send({ url, key: false, headers })).status).toBe(429);
  });

  it('counts tries at a password by address, whoever is signed in', async () => {
    const request = {
      method: 'POST',
      url: '/api/v1/auth/login',
      body: { email: 'nobody@example.com', password: 'x'.repeat(12) },
    } as const;
    expect((await statuses(3, request)).map(({ status }) => status)).toEqual([401, 401, 429]);
  });

  it('never counts health, and counts the log in a bucket of its own', async () => {
    expect((await api.send({ url: '/health/db', key: false })).status).not.toBe(429);
    expect((await api.send({ url: '/log/tile/0/000', key: false })).status).toBe(404);
  });
});
