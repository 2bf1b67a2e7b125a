import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const idOf = (body: unknown) => z.object({ data: z.object({ id: z.uuid() }) }).parse(body).data.id;
const listOf = (body: unknown) =>
  z.object({ data: z.array(z.record(z.string(), z.unknown())) }).parse(body).data;

describe('companies and their people', () => {
  let api: TestApi;
  let platform: Awaited<ReturnType<TestApi['as']>>;
  beforeAll(async () => {
    api = await startTestApi();
    platform = await api.as('ADMIN');
  });
  afterAll(() => api.close());

  const company = (code: string) => ({ name: `Company ${code}`, code, country: 'CN' });

  it('registers a company once per key, and only a platform admin lets it act', async () => {
    const founder = await api.as('CUSTOMER', { organization: 'new' });
    const request = {
      method: 'POST',
      url: '/api/v1/organizations',
      body: company('AAA'),
      headers: { 'idempotency-key': 'register-aaa' },
    } as const;
    const first = await founder.send(request);
    expect(first).toMatchObject({
      status: 201,
      body: { data: { status: 'PENDING', code: 'AAA' } },
    });
    const again = await founder.send(request);
    expect(idOf(again.body)).toBe(idOf(first.body));
    const taken = await founder.send({ ...request, headers: {} });
    expect(refusalOf(taken)).toEqual([409, 'ORGANIZATION_CODE_TAKEN']);

    const url = `/api/v1/organizations/AAA/decision`;
    const approve = { method: 'POST', url, body: { status: 'APPROVED' } } as const;
    expect(refusalOf(await founder.send(approve))).toEqual([403, 'NOT_PERMITTED']);
    expect(await platform.send(approve)).toMatchObject({
      status: 200,
      body: { data: { status: 'APPROVED' } },
    });
    expect(refusalOf(await platform.send(approve))).toEqual([409, 'DECISION_ILLEGAL']);
    const suspend = { ...approve, body: { status: 'SUSPENDED' } };
    expect(refusalOf(await platform.send(suspend))).toEqual([422, 'REASON_REQUIRED']);
  });

  it('shows a company to its own people and to platform admins alone', async () => {
    const ours = await api.as('ADMIN', { organization: 'new', code: 'BBB' });
    const theirs = await api.as('ADMIN', { organization: 'new', code: 'CCC' });
    const url = `/api/v1/organizations/${ours.organizationId}`;
    expect(await ours.send({ url })).toMatchObject({
      status: 200,
      body: { data: { code: 'BBB' } },
    });
    expect(await platform.send({ url })).toMatchObject({ status: 200 });
    for (const method of ['GET', 'PATCH'] as const) {
      const body = method === 'PATCH' ? { name: 'mine now' } : undefined;
      const foreign = await theirs.send({ method, url, body });
      expect(refusalOf(foreign)).toEqual([404, 'ORGANIZATION_UNKNOWN']);
      const nothing = await theirs.send({
        method,
        url: `/api/v1/organizations/${randomUUID()}`,
        body,
      });
      expect(refusalOf(nothing)).toEqual(refusalOf(foreign));
    }
    const patched = await ours.send({
      method: 'PATCH',
      url,
      body: { website: 'https://bbb.example' },
    });
    expect(patched).toMatchObject({
      status: 200,
      body: { data: { website: 'https://bbb.example', code: 'BBB', status: 'APPROVED' } },
    });
    const forged = await ours.send({ method: 'PATCH', url, body: { status: 'APPROVED' } });
    expect(refusalOf(forged)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('lists companies page by page for platform admins', async () => {
    const first = await platform.send({ url: '/api/v1/organizations?limit=1' });
    const { meta } = z
      .object({ meta: z.object({ nextCursor: z.string(), total: z.int() }) })
      .parse(first.body);
    const next = await platform.send({
      url: `/api/v1/organizations?limit=1&cursor=${meta.nextCursor}`,
    });
    expect(listOf(next.body)[0]?.['id']).not.toBe(listOf(first.body)[0]?.['id']);
    const foreign = await (
      await api.as('ADMIN', { organization: 'new' })
    ).send({ url: '/api/v1/organizations' });
    expect(refusalOf(foreign)).toEqual([403, 'NOT_PERMITTED']);
  });

  it('changes roles as far as the caller may, and keeps one ADMIN', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const there = { organization: { id: admin.organizationId } };
    const operator = await api.as('OPERATOR', there);
    const url = (id: string) => `/api/v1/users/${id}`;
    const users = await admin.send({ url: '/api/v1/users' });
    expect(
      listOf(users.body)
        .map((user) => user['role'])
        .sort(),
    ).toEqual(['ADMIN', 'OPERATOR']);
    const promote = {
      method: 'PATCH',
      url: url(operator.accountId),
      body: { role: 'ENGINEER' },
    } as const;
    expect(refusalOf(await operator.send(promote))).toEqual([403, 'NOT_PERMITTED']);
    expect(await admin.send(promote)).toMatchObject({ status: 200 });
    const own = url(admin.accountId);
    const stepDown = await admin.send({ method: 'PATCH', url: own, body: { role: 'OPERATOR' } });
    expect(refusalOf(stepDown)).toEqual([409, 'LAST_ADMIN']);
    expect(refusalOf(await admin.send({ method: 'DELETE', url: own }))).toEqual([
      409,
      'LAST_ADMIN',
    ]);
    const stranger = await api.as('ADMIN', { organization: 'new' });
    const foreign = await stranger.send({ method: 'DELETE', url: url(operator.accountId) });
    expect(refusalOf(foreign)).toEqual([404, 'MEMBER_UNKNOWN']);
    expect((await admin.send({ method: 'DELETE', url: url(operator.accountId) })).status).toBe(204);
    expect(listOf((await admin.send({ url: '/api/v1/users' })).body)).toHaveLength(1);
  });

  it('two admins who end each other leave one', async () => {
    const one = await api.as('ADMIN', { organization: 'new' });
    const two = await api.as('ADMIN', { organization: { id: one.organizationId } });
    const answers = await Promise.all([
      one.send({ method: 'DELETE', url: `/api/v1/users/${two.accountId}` }),
      two.send({ method: 'DELETE', url: `/api/v1/users/${one.accountId}` }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('invites by a link that opens once, for the invited address, and only while it is valid', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const guest = await api.as('CUSTOMER', { organization: 'new' });
    const thief = await api.as('CUSTOMER', { organization: 'new' });
    const invite = { method: 'POST', url: '/api/v1/invitations' } as const;
    const email = await emailOf(guest);
    const made = await admin.send({ ...invite, body: { email, role: 'QC_INSPECTOR' } });
    expect(made).toMatchObject({ status: 201, body: { data: { email, acceptedAt: null } } });
    expect(made.raw.toString()).not.toContain('token');
    const token = tokenIn(newestMail(api));
    const accept = { method: 'POST', url: '/api/v1/invitations/accept', body: { token } } as const;
    expect(refusalOf(await thief.send(accept))).toEqual([404, 'INVITATION_UNKNOWN']);
    expect(await guest.send(accept)).toMatchObject({ status: 200 });
    expect(refusalOf(await guest.send(accept))).toEqual([409, 'INVITATION_USED']);
    const users = listOf((await admin.send({ url: '/api/v1/users' })).body);
    expect(users).toContainEqual(
      expect.objectContaining({ id: guest.accountId, role: 'QC_INSPECTOR' }),
    );

    await admin.send({ ...invite, body: { email: await emailOf(thief), role: 'OPERATOR' } });
    const late = tokenIn(newestMail(api));
    const [newest] = listOf((await admin.send({ url: '/api/v1/invitations' })).body);
    const url = `/api/v1/invitations/${String(newest?.['id'])}`;
    expect((await admin.send({ method: 'DELETE', url })).status).toBe(204);
    const revoked = await thief.send({ ...accept, body: { token: late } });
    expect(refusalOf(revoked)).toEqual([404, 'INVITATION_UNKNOWN']);
  });

  it('keeps supplier records of one organisation from every other', async () => {
    const ours = await api.as('ADMIN', { organization: 'new' });
    const theirs = await api.as('ADMIN', { organization: 'new' });
    const create = {
      method: 'POST',
      url: '/api/v1/suppliers',
      body: { number: 'S-1', name: 'Drives GmbH' },
      headers: { 'idempotency-key': 's1' },
    } as const;
    const made = await ours.send(create);
    expect(made.status).toBe(201);
    expect(idOf((await ours.send(create)).body)).toBe(idOf(made.body));
    expect(refusalOf(await ours.send({ ...create, headers: {} }))).toEqual([
      409,
      'SUPPLIER_EXISTS',
    ]);
    // The same number elsewhere tells nobody anything.
    expect((await theirs.send(create)).status).toBe(201);
    const url = `/api/v1/suppliers/${idOf(made.body)}`;
    for (const request of [
      { url },
      { method: 'PATCH', url, body: { name: 'x' } } as const,
      { method: 'DELETE', url } as const,
    ]) {
      expect(refusalOf(await theirs.send(request))).toEqual([404, 'SUPPLIER_UNKNOWN']);
    }
    const patched = await ours.send({
      method: 'PATCH',
      url: '/api/v1/suppliers/S-1',
      body: { phone: '+49 30 1' },
    });
    expect(patched).toMatchObject({ body: { data: { phone: '+49 30 1', name: 'Drives GmbH' } } });
    expect((await ours.send({ method: 'DELETE', url })).status).toBe(200);
    expect(listOf((await ours.send({ url: '/api/v1/suppliers' })).body)).toEqual([]);
    expect(listOf((await ours.send({ url: '/api/v1/suppliers?archived=true' })).body)).toHaveLength(
      1,
    );
  });
});

async function emailOf(who: Awaited<ReturnType<TestApi['as']>>): Promise<string> {
  const { body } = await who.send({ url: '/api/v1/auth/me' });
  return z.object({ data: z.object({ email: z.string() }) }).parse(body).data.email;
}

function newestMail(api: TestApi): string {
  const folder = api.mail;
  const newest = readdirSync(folder).sort().at(-1) ?? '';
  return readFileSync(join(folder, newest), 'utf8');
}

function tokenIn(mail: string): string {
  const text = mail.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  return /#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
}
