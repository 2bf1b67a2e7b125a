import { createKey, listAuditActs, type ListAuditActsData } from '@luna/api-client';
import { erasePayload } from '@luna/database';
import { toHex } from '@luna/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;
type Query = NonNullable<ListAuditActsData['query']>;
const SECOND = 1_000;

describe('GET /api/v1/audit', () => {
  let api: TestApi;
  let admin: Member;
  let auditor: Member;
  let other: Member;
  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.as('ADMIN', { organization: 'new' });
    auditor = await api.as('AUDITOR', { organization: { id: admin.organizationId } });
    other = await api.as('ADMIN', { organization: 'new' });
  });
  afterAll(() => api.close());

  const list = ({ client }: Pick<TestApi, 'client'>, query: Query = {}) =>
    listAuditActs({ client, query });
  const trail = (who: Pick<TestApi, 'client'>, query?: Query) => answered(list(who, query));
  const makeKey = async ({ client }: Member, name: string) => {
    const scopes = ['audit:read:org'];
    const headers = { 'user-agent': 'key-maker/1' };
    return (await got(createKey({ client, body: { name, role: 'AUDITOR', scopes }, headers }))).id;
  };

  it('says who, what, when and from where, newest first', async () => {
    const key = await makeKey(admin, 'first');
    const { data, meta } = await trail(auditor);
    expect(data[0]).toEqual({
      id: expect.any(String) as unknown,
      organizationId: admin.organizationId,
      actor: {
        id: admin.accountId,
        name: expect.stringContaining('ADMIN') as unknown,
        email: expect.stringContaining('@example.com') as unknown,
      },
      act: 'key.created',
      subject: { type: 'key', id: key },
      recordedAt: expect.any(String) as unknown,
      address: '127.0.0.1',
      agent: 'key-maker/1',
      session: expect.any(String) as unknown,
      details: { name: 'first', role: 'AUDITOR', scopes: 1 },
    });
    expect(Math.abs(Date.parse(data[0]?.recordedAt ?? '') - Date.now())).toBeLessThan(60 * SECOND);
    // Both of them began a session.
    expect(data.map(({ act }) => act)).toEqual([
      'key.created',
      'session.started',
      'session.started',
    ]);
    expect(meta).toMatchObject({ total: 3, hasMore: false });
  });

  it('is walked by cursor, each act once, while new ones come', async () => {
    for (let n = 0; n < 5; n += 1) await makeKey(other, `walk-${n}`);
    const all = (await trail(other)).data.map(({ id }) => id);
    expect(all).toHaveLength(6);
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof trail>> = await trail(other, {
        limit: 4,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.meta.nextCursor;
      await makeKey(other, `later-${seen.length}`);
    } while (cursor !== null);
    expect(seen).toEqual(all);
    expect(await refused(list(other, { cursor: 'bm8' }))).toEqual([400, 'CURSOR_INVALID']);
  });

  it('is filtered by actor, act and time', async () => {
    const of = async (query: Query) => (await trail(admin, query)).data;
    const acts = await of({});
    const actor = auditor.accountId;
    const act = 'key.created';
    expect(await of({ actor })).toMatchObject([{ act: 'session.started' }]);
    expect(await of({ act })).toMatchObject([{ actor: { id: admin.accountId } }]);
    expect(await of({ act, actor })).toEqual([]);
    const oldest = acts.at(-1);
    const first = oldest?.recordedAt ?? '';
    const next = new Date(Date.parse(first) + 1).toISOString();
    expect(await of({ to: first })).toEqual([]);
    expect((await of({ from: first })).length).toBe(acts.length);
    expect((await of({ to: next })).at(-1)).toEqual(oldest);
    expect((await of({ from: next })).map(({ id }) => id)).not.toContain(oldest?.id);
    for (const query of ['act=x', 'actor=me', 'from=yesterday', 'sort=id']) {
      const answer = await admin.send({ url: `/api/v1/audit?${query}` });
      expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    }
  });

  it('never shows another company’s acts, by no query', async () => {
    const ours = (await trail(admin)).data.map(({ id }) => id);
    const theirs = (await trail(other, { limit: 100 })).data;
    expect(theirs.every(({ organizationId }) => organizationId === other.organizationId)).toBe(
      true,
    );
    expect(theirs.filter(({ id }) => ours.includes(id))).toEqual([]);
    expect((await trail(other, { actor: admin.accountId })).data).toEqual([]);
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const organization of [admin.organizationId, nobody, 'all']) {
      expect(await refused(list(other, { organization }))).toEqual([403, 'NOT_PERMITTED']);
    }
    const own = await trail(other, { organization: other.organizationId });
    expect(own.meta.total).toBe(theirs.length);
  });

  it('is for those who may read it', async () => {
    const operator = await api.as('OPERATOR', { organization: { id: admin.organizationId } });
    expect(await refused(list(operator))).toEqual([403, 'NOT_PERMITTED']);
  });

  it('is open to platform admins for all companies, which is an act itself', async () => {
    const platform = await api.as('ADMIN');
    const organization = admin.organizationId;
    const one = await trail(platform, { organization, act: 'key.created' });
    expect(one.data).toMatchObject([{ organizationId: admin.organizationId }]);
    const all = await trail(platform, { organization: 'all', limit: 100 });
    expect(new Set(all.data.map(({ organizationId }) => organizationId))).toEqual(
      new Set([admin, other, platform].map(({ organizationId }) => organizationId)),
    );
    const act = 'audit.listed';
    const { data } = await trail(platform, { act, actor: platform.accountId });
    expect(data).toMatchObject([
      { subject: { type: 'organization', id: 'all' }, organizationId: platform.organizationId },
      { subject: { type: 'organization', id: admin.organizationId } },
    ]);
    // Without asking for others it is their own, and no act.
    const own = await trail(platform, { limit: 100 });
    expect(own.data.every(({ organizationId }) => organizationId === platform.organizationId)).toBe(
      true,
    );
    expect((await trail(platform, { act })).data).toHaveLength(2);
    // An auditor of the operator is an auditor of one company.
    const others = list(await api.as('AUDITOR'), { organization: 'all' });
    expect(await refused(others)).toEqual([403, 'NOT_PERMITTED']);
  });

  it('still lists an act whose payload was erased, without what was done', async () => {
    const lost = await api.as('ADMIN', { organization: 'new' });
    const { organizationId, accountId } = lost;
    const row = await api.admin.tx({}, (tx) =>
      tx.row(
        z.object({ stream: z.instanceof(Buffer) }),
        `SELECT stream FROM ledger.event WHERE kind = 'audit.acted' AND actor_id = $1`,
        [accountId],
      ),
    );
    expect(toHex(row?.stream ?? new Uint8Array())).toHaveLength(64);
    const by = { org: organizationId, actor: accountId, access: ['authority' as const] };
    await api.database.tx({ organizationId }, (tx) =>
      erasePayload(tx, {
        stream: row?.stream ?? new Uint8Array(),
        position: 1,
        reason: 'asked for',
        by: { ...by, occurredAt: '2026-06-16T08:00:00.000Z' },
      }),
    );
    expect((await trail(lost)).data).toMatchObject([
      { act: null, address: null, actor: { id: accountId } },
    ]);
  });

  it('answers nobody who comes without an organisation', async () => {
    const rows = await api.database.tx({}, (tx) => tx.query('SELECT FROM ledger.own_audit_act'));
    expect(rows).toEqual([]);
    const all = api.database.tx({}, (tx) => tx.query('SELECT FROM ledger.audit_act'));
    await expect(all).rejects.toMatchObject({ code: '42501' });
  });

  it('finds acts by an index, however many others have', async () => {
    const { organizationId } = other;
    const data = { act: 'a.b', from: {} };
    await api.admin.tx({ organizationId }, (tx) =>
      tx.execute(
        `SELECT ledger.append_audit($1, a, convert_to(jsonb_set($2, '{actor}', to_jsonb(a))::text, 'UTF8'),
           sha256('a'), sha256('b'))
         FROM (SELECT gen_random_uuid() AS a FROM generate_series(1, 3000)) actors`,
        [organizationId, JSON.stringify({ org: organizationId, access: ['authority'], data })],
      ),
    );
    await api.admin.source.query('ANALYZE ledger.event, ledger.payload');
    const planOf = (where: string) =>
      api.database.tx({ organizationId: admin.organizationId }, async (tx) => {
        const rows = await tx.query(
          `EXPLAIN SELECT a.id FROM ledger.own_audit_act a WHERE ${where}
             AND (a.recorded_at, a.id) < (${Date.now()}, '${admin.organizationId}')
           ORDER BY a.recorded_at DESC, a.id DESC LIMIT 5`,
        );
        return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
      });
    expect(await planOf('true')).toMatch(/Index Scan.* using event_audit_org/);
    expect(await planOf(`a.actor_id = '${admin.accountId}'`)).toMatch(
      /(using|on) event_audit_actor/,
    );
  });
});
