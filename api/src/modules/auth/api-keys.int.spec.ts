import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataOf, listOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { actsOf } from './testing/people.ts';

const url = '/api/v1/auth/keys';
const inAMonth = '2026-07-16T08:00:00Z';

describe('API keys', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const order = (more: object = {}) => ({
    name: 'Line 3',
    role: 'OPERATOR',
    scopes: ['passports:create:org', 'passports:read:org'],
    ...more,
  });
  const create = (company: Awaited<ReturnType<TestApi['as']>>, more: object = {}) =>
    company.send({ method: 'POST', url, body: order(more) });
  const using = (key: string, method: 'GET' | 'POST' = 'POST') =>
    api.send({
      method,
      url: '/api/v1/passports',
      key: false,
      headers: { authorization: `Bearer ${key}` },
      ...(method === 'POST' ? { body: newPassportBody(randomBytes(4).toString('hex')) } : {}),
    });

  it('are shown once, kept as a hash, and write in their own name', async () => {
    const admin = await api.as('ADMIN');
    const made = await create(admin);
    expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    const { id, secret } = dataOf(made) as { id: string; secret: string };
    expect(secret).toMatch(/^luna_[0-9a-f]{32}_[\w-]{43}$/);
    expect(await using(secret)).toMatchObject({ status: 201 });
    const [event] = await api.admin.tx({}, (tx) =>
      tx.query('SELECT count(*) AS count FROM ledger.event WHERE actor_id = $1', [id]),
    );
    expect(event).toEqual({ count: 1 });
    const list = listOf(await admin.send({ url }));
    expect(list.data.find((key) => key['id'] === id)).toMatchObject({
      name: 'Line 3',
      lastUsedOn: '2026-06-16',
      createdBy: admin.accountId,
      revokedAt: null,
    });
    expect(JSON.stringify(list)).not.toContain(secret.slice(-43));
    expect(await actsOf(api, admin.accountId)).toEqual(['session.started', 'key.created']);
  });

  it('do what their scopes say and nothing else', async () => {
    const admin = await api.as('ADMIN');
    const { secret } = dataOf(await create(admin, { scopes: ['passports:read:org'] })) as {
      secret: string;
    };
    expect(await using(secret, 'GET')).toMatchObject({ status: 200 });
    expect(refusalOf(await using(secret))).toEqual([403, 'NOT_PERMITTED']);
  });

  it('end when they are revoked or expire', async () => {
    const admin = await api.as('ADMIN');
    const make = async (more = {}) =>
      dataOf(await create(admin, more)) as { id: string; secret: string };
    const [revoked, expiring] = [await make(), await make({ expiresAt: inAMonth })];
    const revoke = () => admin.send({ method: 'DELETE', url: `${url}/${revoked.id}` });
    expect(await using(revoked.secret, 'GET')).toMatchObject({ status: 200 });
    expect(await using(expiring.secret, 'GET')).toMatchObject({ status: 200 });
    expect(await revoke()).toMatchObject({ status: 200 });
    expect(refusalOf(await using(revoked.secret, 'GET'))).toEqual([401, 'KEY_WRONG']);
    expect(refusalOf(await revoke())).toEqual([404, 'KEY_UNKNOWN']);
    api.clock.advance(31 * 24 * 3_600_000);
    await vi.waitFor(
      async () =>
        expect(refusalOf(await using(expiring.secret, 'GET'))).toEqual([401, 'KEY_WRONG']),
      { timeout: 5_000, interval: 200 },
    );
  });

  it('that are wrong cost one query, and none for five seconds', async () => {
    const asked = vi.spyOn(api.authDatabase, 'tx');
    try {
      const invented = randomBytes(32).toString('base64url');
      for (const queries of [1, 1]) {
        expect(refusalOf(await using(invented, 'GET'))).toEqual([401, 'KEY_WRONG']);
        expect(asked).toHaveBeenCalledTimes(queries);
      }
      await vi.waitFor(
        async () => {
          expect(refusalOf(await using(invented, 'GET'))).toEqual([401, 'KEY_WRONG']);
          expect(asked).toHaveBeenCalledTimes(2);
        },
        { timeout: 7_000, interval: 500 },
      );
    } finally {
      asked.mockRestore();
    }
  });

  it('lose what their organisation loses, within five seconds', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const { secret } = dataOf(await create(admin, { scopes: ['passports:read:org'] })) as {
      secret: string;
    };
    expect(await using(secret, 'GET')).toMatchObject({ status: 200 });
    await api.admin.tx({}, (tx) =>
      tx.execute(`UPDATE organizations.organization SET status = 'SUSPENDED' WHERE id = $1`, [
        admin.organizationId,
      ]),
    );
    await vi.waitFor(
      async () => expect(refusalOf(await using(secret, 'GET'))).toEqual([403, 'NOT_PERMITTED']),
      { timeout: 5_000, interval: 200 },
    );
  });

  it('are never more than who makes them', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    for (const change of [
      { scopes: ['organizations:decide:all'] },
      { role: 'AUDITOR', scopes: ['passports:create:org'] },
      { scopes: ['passports:read:all'] },
    ]) {
      expect(refusalOf(await create(admin, change))).toEqual([403, 'SCOPE_NOT_HELD']);
    }
    const operator = await api.as('OPERATOR');
    expect(refusalOf(await create(operator))).toEqual([403, 'NOT_PERMITTED']);
    const byKey = await api.send({ method: 'POST', url, body: order() });
    expect(refusalOf(byKey)).toEqual([403, 'PERSON_REQUIRED']);
  });

  it('of another organisation do not exist', async () => {
    const [mine, theirs] = [
      await api.as('ADMIN', { organization: 'new' }),
      await api.as('ADMIN', { organization: 'new' }),
    ];
    const { id, secret } = dataOf(await create(theirs)) as { id: string; secret: string };
    const revoke = await mine.send({ method: 'DELETE', url: `${url}/${id}` });
    expect(refusalOf(revoke)).toEqual([404, 'KEY_UNKNOWN']);
    expect(listOf(await mine.send({ url })).data).toEqual([]);
    expect(await using(secret, 'GET')).toMatchObject({ status: 200 });
  });

  it('are listed page by page, newest first', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    for (const name of ['one', 'two', 'three']) await create(admin, { name });
    const first = listOf(await admin.send({ url: `${url}?limit=2` }));
    const rest = listOf(
      await admin.send({ url: `${url}?limit=2&cursor=${first.meta.nextCursor ?? ''}` }),
    );
    const names = [...first.data, ...rest.data].map(({ name }) => name);
    expect([names, first.meta.total, rest.meta.hasMore]).toEqual([
      ['three', 'two', 'one'],
      3,
      false,
    ]);
    const bad = await admin.send({ url: `${url}?cursor=nonsense` });
    expect(refusalOf(bad)).toEqual([400, 'CURSOR_INVALID']);
  });

  it.each([
    { name: '' },
    { role: 'PUBLIC' },
    { role: 'KING' },
    { scopes: [] },
    { scopes: ['everything'] },
    { scopes: ['passports:read'] },
    { scopes: 'passports:read:org' },
    { expiresAt: 'tomorrow' },
    { actorId: '00000000-0000-0000-0000-000000000000' },
  ])('refuses %j', async (change) => {
    const admin = await api.as('ADMIN');
    expect(refusalOf(await create(admin, change))).toEqual([400, 'VALIDATION_FAILED']);
  });
});
