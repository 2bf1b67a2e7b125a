import { randomBytes } from 'node:crypto';
import {
  createKey,
  createPassport,
  listKeys,
  listPassports,
  revokeKey,
  type CreateKeyData,
} from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { actsOf } from './testing/people.ts';

type NewKey = CreateKeyData['body'];
type Member = Awaited<ReturnType<TestApi['as']>>;
const inAMonth = '2026-07-16T08:00:00Z';

describe('API keys', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const order = (more: Partial<NewKey> = {}): NewKey => ({
    name: 'Line 3',
    role: 'OPERATOR',
    scopes: ['passports:create:org', 'passports:read:org'],
    ...more,
  });
  const create = ({ client }: Pick<Member, 'client'>, more?: Partial<NewKey>) =>
    createKey({ client, body: order(more) });
  const revoke = ({ client }: Member, id: string) => revokeKey({ client, path: { id } });
  const reading = (key: string) => listPassports({ client: api.connect(key) });
  const writing = (key: string) => {
    const body = newPassportBody(randomBytes(4).toString('hex'));
    return createPassport({ client: api.connect(key), body });
  };

  it('are shown once, kept as a hash, and write in their own name', async () => {
    const admin = await api.as('ADMIN');
    const made = create(admin);
    const { id, secret } = await got(made);
    const { response } = await made;
    expect([response?.status, response?.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(secret).toMatch(/^luna_[0-9a-f]{32}_[\w-]{43}$/);
    await got(writing(secret));
    const [event] = await api.admin.tx({}, (tx) =>
      tx.query('SELECT count(*) AS count FROM ledger.event WHERE actor_id = $1', [id]),
    );
    expect(event).toEqual({ count: 1 });
    const list = await answered(listKeys({ client: admin.client }));
    expect(list.data.find((key) => key.id === id)).toMatchObject({
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
    const { secret } = await got(create(admin, { scopes: ['passports:read:org'] }));
    await got(reading(secret));
    expect(await refused(writing(secret))).toEqual([403, 'NOT_PERMITTED']);
  });

  it('end when they are revoked or expire', async () => {
    const admin = await api.as('ADMIN');
    const [revoked, expiring] = [
      await got(create(admin)),
      await got(create(admin, { expiresAt: inAMonth })),
    ];
    await got(reading(revoked.secret));
    await got(reading(expiring.secret));
    expect(await got(revoke(admin, revoked.id))).toBeNull();
    expect(await refused(reading(revoked.secret))).toEqual([401, 'KEY_WRONG']);
    expect(await refused(revoke(admin, revoked.id))).toEqual([404, 'KEY_UNKNOWN']);
    api.clock.advance(31 * 24 * 3_600_000);
    await vi.waitFor(
      async () => expect(await refused(reading(expiring.secret))).toEqual([401, 'KEY_WRONG']),
      { timeout: 5_000, interval: 200 },
    );
  });

  it('that are wrong cost one query, and none for five seconds', async () => {
    const asked = vi.spyOn(api.authDatabase, 'tx');
    try {
      const invented = randomBytes(32).toString('base64url');
      for (const queries of [1, 1]) {
        expect(await refused(reading(invented))).toEqual([401, 'KEY_WRONG']);
        expect(asked).toHaveBeenCalledTimes(queries);
      }
      await vi.waitFor(
        async () => {
          expect(await refused(reading(invented))).toEqual([401, 'KEY_WRONG']);
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
    const { secret } = await got(create(admin, { scopes: ['passports:read:org'] }));
    await got(reading(secret));
    await api.admin.tx({}, (tx) =>
      tx.execute(`UPDATE organizations.organization SET status = 'SUSPENDED' WHERE id = $1`, [
        admin.organizationId,
      ]),
    );
    await vi.waitFor(
      async () => expect(await refused(reading(secret))).toEqual([403, 'NOT_PERMITTED']),
      { timeout: 5_000, interval: 200 },
    );
  });

  it('are never more than who makes them', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const changes: Partial<NewKey>[] = [
      { scopes: ['organizations:decide:all'] },
      { role: 'AUDITOR', scopes: ['passports:create:org'] },
      { scopes: ['passports:read:all'] },
    ];
    for (const change of changes) {
      expect(await refused(create(admin, change))).toEqual([403, 'SCOPE_NOT_HELD']);
    }
    const operator = await api.as('OPERATOR');
    expect(await refused(create(operator))).toEqual([403, 'NOT_PERMITTED']);
    expect(await refused(create(api))).toEqual([403, 'PERSON_REQUIRED']);
  });

  it('of another organisation do not exist', async () => {
    const [mine, theirs] = [
      await api.as('ADMIN', { organization: 'new' }),
      await api.as('ADMIN', { organization: 'new' }),
    ];
    const { id, secret } = await got(create(theirs));
    expect(await refused(revoke(mine, id))).toEqual([404, 'KEY_UNKNOWN']);
    expect(await got(listKeys({ client: mine.client }))).toEqual([]);
    await got(reading(secret));
  });

  it('are listed page by page, newest first', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const { client } = admin;
    for (const name of ['one', 'two', 'three']) await got(create(admin, { name }));
    const first = await answered(listKeys({ client, query: { limit: 2 } }));
    const cursor = first.meta.nextCursor ?? '';
    const rest = await answered(listKeys({ client, query: { limit: 2, cursor } }));
    const names = [...first.data, ...rest.data].map(({ name }) => name);
    expect([names, first.meta.total, rest.meta.hasMore]).toEqual([
      ['three', 'two', 'one'],
      3,
      false,
    ]);
    const bad = listKeys({ client, query: { cursor: 'nonsense' } });
    expect(await refused(bad)).toEqual([400, 'CURSOR_INVALID']);
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
    const body = { ...order(), ...change };
    const answer = await admin.send({ method: 'POST', url: '/api/v1/auth/keys', body });
    expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
  });
});
