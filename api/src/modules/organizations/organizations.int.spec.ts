import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  acceptInvitation,
  archiveSupplier,
  changeUserRole,
  createSupplier,
  decideOrganization,
  endMembership,
  getMe,
  getOrganization,
  getSupplier,
  invite,
  listInvitations,
  listOrganizations,
  listSuppliers,
  listUsers,
  registerOrganization,
  revokeInvitation,
  updateOrganization,
  updateSupplier,
  type Decision,
} from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;

describe('companies and their people', () => {
  let api: TestApi;
  let platform: Member;
  beforeAll(async () => {
    api = await startTestApi();
    platform = await api.as('ADMIN');
  });
  afterAll(() => api.close());

  const users = ({ client }: Member) => got(listUsers({ client }));
  const end = ({ client }: Member, { accountId }: Member) =>
    endMembership({ client, path: { id: accountId } });

  it('registers a company once per key, and only a platform admin lets it act', async () => {
    const { client } = await api.as('CUSTOMER', { organization: 'new' });
    const body = { name: 'Company AAA', code: 'AAA', country: 'CN' };
    const headers = { 'Idempotency-Key': 'register-aaa' };
    const first = await registerOrganization({ client, body, headers });
    expect(first).toMatchObject({
      data: { statusCode: 201, data: { status: 'PENDING', code: 'AAA' } },
    });
    const again = await got(registerOrganization({ client, body, headers }));
    expect(again.id).toBe(first.data?.data.id);
    expect(await refused(registerOrganization({ client, body }))).toEqual([
      409,
      'ORGANIZATION_CODE_TAKEN',
    ]);

    const decide = (who: Pick<Member, 'client'>, status: Decision['status']) =>
      decideOrganization({ client: who.client, path: { id: 'AAA' }, body: { status } });
    expect(await refused(decide({ client }, 'APPROVED'))).toEqual([403, 'NOT_PERMITTED']);
    expect(await got(decide(platform, 'APPROVED'))).toMatchObject({ status: 'APPROVED' });
    expect(await refused(decide(platform, 'APPROVED'))).toEqual([409, 'DECISION_ILLEGAL']);
    expect(await refused(decide(platform, 'SUSPENDED'))).toEqual([422, 'REASON_REQUIRED']);
  });

  it('shows a company to its own people and to platform admins alone', async () => {
    const ours = await api.as('ADMIN', { organization: 'new', code: 'BBB' });
    const theirs = await api.as('ADMIN', { organization: 'new', code: 'CCC' });
    const path = { id: ours.organizationId };
    const { client } = ours;
    expect(await got(getOrganization({ client, path }))).toMatchObject({ code: 'BBB' });
    expect(await got(getOrganization({ client: platform.client, path }))).toMatchObject(path);
    for (const foreign of [path, { id: randomUUID() }]) {
      const what = { client: theirs.client, path: foreign };
      const unknown = [404, 'ORGANIZATION_UNKNOWN'];
      expect(await refused(getOrganization(what))).toEqual(unknown);
      const renamed = updateOrganization({ ...what, body: { name: 'mine now' } });
      expect(await refused(renamed)).toEqual(unknown);
    }
    const website = 'https://bbb.example';
    const patched = await got(updateOrganization({ client, path, body: { website } }));
    expect(patched).toMatchObject({ website, code: 'BBB', status: 'APPROVED' });
    const forged = await ours.send({
      method: 'PATCH',
      url: `/api/v1/organizations/${path.id}`,
      body: { status: 'APPROVED' },
    });
    expect(refusalOf(forged)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('lists companies page by page for platform admins', async () => {
    const page = (cursor?: string) =>
      answered(
        listOrganizations({
          client: platform.client,
          query: { limit: 1, ...(cursor !== undefined && { cursor }) },
        }),
      );
    const first = await page();
    expect(first.meta.total).toEqual(expect.any(Number));
    expect(first.meta.nextCursor).not.toBeNull();
    const next = await page(first.meta.nextCursor ?? '');
    expect(next.data[0]?.id).not.toBe(first.data[0]?.id);
    const { client } = await api.as('ADMIN', { organization: 'new' });
    expect(await refused(listOrganizations({ client }))).toEqual([403, 'NOT_PERMITTED']);
  });

  it('changes roles as far as the caller may, and keeps one ADMIN', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const operator = await api.as('OPERATOR', { organization: { id: admin.organizationId } });
    expect((await users(admin)).map(({ role }) => role).sort()).toEqual(['ADMIN', 'OPERATOR']);
    const change = ({ client }: Member, { accountId: id }: Member, role: 'ENGINEER' | 'OPERATOR') =>
      changeUserRole({ client, path: { id }, body: { role } });
    expect(await refused(change(operator, operator, 'ENGINEER'))).toEqual([403, 'NOT_PERMITTED']);
    await got(change(admin, operator, 'ENGINEER'));
    expect(await refused(change(admin, admin, 'OPERATOR'))).toEqual([409, 'LAST_ADMIN']);
    expect(await refused(end(admin, admin))).toEqual([409, 'LAST_ADMIN']);
    const stranger = await api.as('ADMIN', { organization: 'new' });
    expect(await refused(end(stranger, operator))).toEqual([404, 'MEMBER_UNKNOWN']);
    expect((await end(admin, operator)).response?.status).toBe(204);
    expect(await users(admin)).toHaveLength(1);
  });

  it('two admins who end each other leave one', async () => {
    const one = await api.as('ADMIN', { organization: 'new' });
    const two = await api.as('ADMIN', { organization: { id: one.organizationId } });
    const answers = await Promise.all([end(one, two), end(two, one)]);
    expect(answers.map(({ response }) => response?.status).sort()).toEqual([204, 409]);
  });

  it('invites by a link that opens once, for the invited address, and only while it is valid', async () => {
    const admin = await api.as('ADMIN', { organization: 'new' });
    const guest = await api.as('CUSTOMER', { organization: 'new' });
    const thief = await api.as('CUSTOMER', { organization: 'new' });
    const { client } = admin;
    const accept = (who: Member, token: string) =>
      acceptInvitation({ client: who.client, body: { token } });
    const email = await emailOf(guest);
    const made = await answered(invite({ client, body: { email, role: 'QC_INSPECTOR' } }));
    expect(made).toMatchObject({ statusCode: 201, data: { email, acceptedAt: null } });
    expect(JSON.stringify(made)).not.toContain('token');
    const token = tokenIn(newestMail(api));
    expect(await refused(accept(thief, token))).toEqual([404, 'INVITATION_UNKNOWN']);
    await answered(accept(guest, token));
    expect(await refused(accept(guest, token))).toEqual([409, 'INVITATION_USED']);
    expect(await users(admin)).toContainEqual(
      expect.objectContaining({ id: guest.accountId, role: 'QC_INSPECTOR' }),
    );

    await got(invite({ client, body: { email: await emailOf(thief), role: 'OPERATOR' } }));
    const late = tokenIn(newestMail(api));
    const [newest] = await got(listInvitations({ client }));
    const revoked = await revokeInvitation({ client, path: { id: newest?.id ?? '' } });
    expect(revoked.response?.status).toBe(204);
    expect(await refused(accept(thief, late))).toEqual([404, 'INVITATION_UNKNOWN']);
  });

  it('keeps supplier records of one organisation from every other', async () => {
    const ours = await api.as('ADMIN', { organization: 'new' });
    const theirs = await api.as('ADMIN', { organization: 'new' });
    const { client } = ours;
    const body = { number: 'S-1', name: 'Drives GmbH' };
    const headers = { 'Idempotency-Key': 's1' };
    const made = await got(createSupplier({ client, body, headers }));
    expect((await got(createSupplier({ client, body, headers }))).id).toBe(made.id);
    expect(await refused(createSupplier({ client, body }))).toEqual([409, 'SUPPLIER_EXISTS']);
    // The same number elsewhere tells nobody anything.
    await got(createSupplier({ client: theirs.client, body, headers }));
    const path = { id: made.id };
    const foreign = { client: theirs.client, path };
    for (const attempt of [
      getSupplier(foreign),
      updateSupplier({ ...foreign, body: { name: 'x' } }),
      archiveSupplier(foreign),
    ]) {
      expect(await refused(attempt)).toEqual([404, 'SUPPLIER_UNKNOWN']);
    }
    const phone = '+49 30 1';
    const patched = await got(updateSupplier({ client, path: { id: 'S-1' }, body: { phone } }));
    expect(patched).toMatchObject({ phone, name: 'Drives GmbH' });
    await answered(archiveSupplier({ client, path }));
    expect(await got(listSuppliers({ client }))).toEqual([]);
    expect(await got(listSuppliers({ client, query: { archived: 'true' } }))).toHaveLength(1);
  });
});

async function emailOf({ client }: Member): Promise<string> {
  return (await got(getMe({ client }))).email;
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
