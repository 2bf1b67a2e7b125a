import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readOperations, type Operation } from '../testing/operations.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const { operations } = await readOperations();
/** Stands in everything restricted that company A writes; nobody else may ever read it. */
const SECRET = 'kept-between-us-7f3a';
type Member = Awaited<ReturnType<TestApi['as']>>;
type Request = Parameters<TestApi['send']>[0];

/** Bodies that would be accepted from company A; where there is none, the request has no body. */
const BODIES: Readonly<Record<string, unknown>> = {
  updateOrganization: { name: 'Taken over' },
  changeUserRole: { role: 'CUSTOMER' },
  updateSupplier: { name: 'Taken over' },
  changePassport: { name: 'Taken over' },
  appendEvent: { kind: 'passport.noted', data: { severity: 'info', text: 'was here' } },
  offerTransfer: { to: 'BBB' },
  replacePart: { part: 'drive' },
  erasePayload: { reason: 'not mine' },
  revokePublication: { reason: 'not mine' },
  revokeIssuerKey: { reason: 'not mine' },
};
/** One's own account, whatever the id: there is nothing of a company in them. */
const ABOUT_ONESELF = /^\/api\/v1\/auth\//;
const OPERATIONS_ON_THINGS = operations.filter(
  ({ path }) => path.startsWith('/api/v1/') && path.includes('{') && !ABOUT_ONESELF.test(path),
);
const LISTS = operations.filter(
  ({ method, path }) => method === 'GET' && path.startsWith('/api/v1/') && !path.includes('{'),
);

describe(`company B on ${OPERATIONS_ON_THINGS.length} routes to things of company A`, () => {
  let api: TestApi;
  let a: Member;
  let b: Member;
  /** Ids of A's things by the path that leads to them. */
  let things: readonly (readonly [RegExp, Readonly<Record<string, string>>])[];
  beforeAll(async () => {
    api = await startTestApi();
    a = await api.as('ADMIN', { organization: 'new', code: 'AAA' });
    b = await api.as('ADMIN', { organization: 'new', code: 'BBB' });
    await api.as('ADMIN', { organization: 'new', code: 'CCC' });
    things = await furnish(a);
  });
  afterAll(() => api.close());

  it.each(OPERATIONS_ON_THINGS)('$method $path', async (operation) => {
    const url = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idOf(operation, name));
    const request = { method: operation.method, url, ...bodyOf(operation) };
    const foreign = await b.send(request);
    expect(foreign.raw.includes(SECRET)).toBe(false);
    if (operation.permission === 'anyone') {
      // Another company is nobody in particular.
      const anonymous = await api.send({ ...request, key: false });
      expect([foreign.status, lasting(foreign.raw)]).toEqual([
        anonymous.status,
        lasting(anonymous.raw),
      ]);
      return;
    }
    // What is not there and what is another's look alike; platform routes are nobody's here.
    expect([404, 403]).toContain(foreign.status);
    if (foreign.status === 403) {
      expect(operation.permission).toMatch(/decide/);
    }
  });

  it.each(LISTS)('$method $path shows nothing of A', async ({ path }) => {
    const foreign = await b.send({ url: path });
    expect(foreign.raw.includes(SECRET)).toBe(false);
    for (const [, ids] of things) {
      for (const id of Object.values(ids).filter((text) => text.length > 8)) {
        expect([path, foreign.raw.includes(id)]).toEqual([path, false]);
      }
    }
  });

  it('none of it changed anything of A', async () => {
    const passport = await a.send({ url: `/api/v1/passports/${idFor('/api/v1/passports/x')}` });
    expect(passport.body).toMatchObject({ data: { name: `Filler ${SECRET.slice(0, 4)}` } });
    const supplier = await a.send({ url: '/api/v1/suppliers/S-1' });
    expect(supplier.body).toMatchObject({ data: { name: SECRET, archivedAt: null } });
    const users = await a.send({ url: '/api/v1/users' });
    expect(users.body).toMatchObject({ data: [{ role: 'ADMIN' }] });
    const invitations = await a.send({ url: '/api/v1/invitations' });
    expect(invitations.body).toMatchObject({ data: [{ revokedAt: null }] });
  });

  const idFor = (path: string) => things.find(([form]) => form.test(path))?.[1]['id'] ?? '';

  function idOf({ path }: Operation, name: string): string {
    const found = things.find(([form]) => form.test(path))?.[1][name];
    if (found === undefined) {
      throw new Error(
        `This test knows nothing of A's for {${name}} of ${path}: add it to furnish().`,
      );
    }
    return encodeURIComponent(found);
  }
});

function bodyOf({ id, bodies }: Operation): Pick<Request, 'body' | 'bytes' | 'headers'> {
  const [type] = bodies[0] ?? [];
  if (type === undefined) return {};
  if (type === 'multipart/form-data') return form('mine.txt', 'text/plain', 'of company B');
  return { bytes: JSON.stringify(BODIES[id] ?? {}), headers: { 'content-type': type } };
}

function form(name: string, type: string, text: string) {
  const lines = [
    '--luna',
    `content-disposition: form-data; name="file"; filename="${name}"`,
    `content-type: ${type}`,
    '',
    text,
    '--luna--',
    '',
  ];
  const headers = { 'content-type': 'multipart/form-data; boundary=luna' };
  return { bytes: lines.join('\r\n'), headers };
}

/** An answer without what differs from request to request. */
function lasting(raw: Buffer): string {
  return raw.toString().replaceAll(/"(requestId|timestamp)":"[^"]*"/g, '');
}

/** One of everything, with a secret in it. */
async function furnish(a: Member) {
  const post = async (
    url: string,
    request: Pick<Request, 'body' | 'bytes' | 'headers'>,
    status = 201,
  ) => {
    const answer = await a.send({ method: 'POST', url, ...request });
    const said = answer.raw.toString();
    expect([url, answer.status, said]).toEqual([url, status, said]);
    return z
      .object({
        data: z.object({
          id: z.string().optional(),
          code: z.string().optional(),
          sha256: z.string().optional(),
        }),
      })
      .parse(answer.body).data;
  };
  const { code = '' } = await post('/api/v1/passports', {
    body: {
      company: 'AAA',
      productType: 'PF',
      origin: 'CN',
      manufacturer: 'Medtec',
      model: 'X1',
      serialNumber: '1',
      name: `Filler ${SECRET.slice(0, 4)}`,
    },
  });
  await post(`/api/v1/passports/${code}/events`, {
    body: { kind: 'passport.noted', data: { severity: 'info', text: SECRET } },
  });
  const { sha256 = '' } = await post(
    `/api/v1/passports/${code}/documents`,
    form(`${SECRET}.txt`, 'text/plain', SECRET),
  );
  const supplier = await post('/api/v1/suppliers', { body: { number: 'S-1', name: SECRET } });
  const invitation = await post('/api/v1/invitations', {
    body: { email: `${SECRET}@example.com`, role: 'OPERATOR' },
  });
  const { id: transfer = '' } = await post(`/api/v1/passports/${code}/transfers`, {
    body: { to: 'CCC', reference: SECRET },
  });
  const { id: key = '' } = await post('/api/v1/credentials/keys', {});
  const body = { type: 'ObjectEvent' };
  const capture = await a.send({ method: 'POST', url: '/api/v1/epcis/capture', body });
  const captureID = String(capture.headers['location']).slice(-36);
  const devices = `company,productType,origin,manufacturer,model,serialNumber\nAAA,PF,CN,${SECRET},X1,2\n`;
  const importing = form(`${SECRET}.csv`, 'text/csv', devices);
  const { id: job = '' } = await post('/api/v1/passports/imports', importing, 202);
  return [
    [/^\/api\/v1\/jobs\//, { id: job }],
    [/^\/api\/v1\/transfers\//, { id: transfer }],
    [/^\/api\/v1\/credentials\/keys\//, { key }],
    [/^\/api\/v1\/passports\//, { id: code, position: '2', sha256 }],
    [/^\/api\/v1\/scan\//, { code }],
    [/^\/api\/v1\/epcis\/capture\//, { captureID }],
    [/^\/api\/v1\/suppliers\//, { id: supplier.id ?? '' }],
    [/^\/api\/v1\/invitations\//, { id: invitation.id ?? '' }],
    [/^\/api\/v1\/users\//, { id: a.accountId }],
    [/^\/api\/v1\/organizations\//, { id: a.organizationId }],
  ] as const;
}
