import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MEMBER_ROLES, permissionsOf, type MemberRole } from '../modules/auth/auth.public.ts';
import { readOperations, type Operation } from '../testing/operations.ts';
import { createLogKeeper, testTrust } from '../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const { operations } = await readOperations();
/** These end the session they are called with. */
const ENDS_SESSION = /logout|switch|password|sessions/i;
const refusal = z.object({ code: z.string() });

/**
 * Every route of the OpenAPI document, called without credentials and as every role, in a company
 * and in the operator's. What came of it is docs/api/access.md: a change of who may do what shows up
 * there, and must be the one the permission table says.
 */
describe(`role × route: ${operations.length} routes, ${MEMBER_ROLES.length} roles and nobody`, () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    const keeper = await createLogKeeper(api.test, api.content);
    await api.as('ADMIN');
    await keeper.seal();
    await keeper.anchor();
    await keeper.close();
  });
  afterAll(() => api.close());

  it('every route says who may use it', () => {
    const silent = operations.filter(
      ({ path, permission }) => path.startsWith('/api/v1/') && permission === undefined,
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('is as the permission table says', async () => {
    const rows = [];
    for (const operation of operations.filter(({ permission }) => permission !== undefined)) {
      const nobody = await tried(operation, (request) => api.send({ ...request, key: false }));
      expect([operation.id, nobody]).toEqual([operation.id, allowsNobody(operation)]);
      const cells = new Map<MemberRole, string>();
      for (const role of MEMBER_ROLES) {
        const inCompany = await tried(operation, await senderOf(operation, role, 'company'));
        const atOperator = await tried(operation, await senderOf(operation, role, 'operator'));
        expect([operation.id, role, inCompany]).toEqual([
          operation.id,
          role,
          allows(operation, role, false),
        ]);
        expect([operation.id, role, atOperator]).toEqual([
          operation.id,
          role,
          allows(operation, role, true),
        ]);
        cells.set(role, inCompany ? 'yes' : atOperator ? 'operator' : '');
      }
      const shown = MEMBER_ROLES.map((role) => cells.get(role) ?? '').join(' | ');
      rows.push(
        `| ${operation.method} ${operation.path} | ${operation.permission ?? ''} | ${nobody ? 'yes' : ''} | ${shown} |`,
      );
    }
    const head = `| route | needs | nobody | ${MEMBER_ROLES.join(' | ')} |`;
    const rule = `|${'---|'.repeat(MEMBER_ROLES.length + 3)}`;
    const text = [
      '# Who may use which route',
      '',
      'Observed by calling every route as every role (`role-routes.int.spec.ts`); `operator`: in the operator’s organisation alone.',
      '',
      head,
      rule,
      ...rows,
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot('../../../docs/api/access.md');
  }, 240_000);

  type Sender = (request: Parameters<TestApi['send']>[0]) => ReturnType<TestApi['send']>;
  const senders = new Map<string, Sender>();
  let company: string | undefined;

  async function senderOf(
    { id }: Operation,
    role: MemberRole,
    where: 'company' | 'operator',
  ): Promise<Sender> {
    const name = `${role} ${where}`;
    const known = senders.get(name);
    if (known !== undefined && !ENDS_SESSION.test(id)) return known;
    const organization = company === undefined ? ('new' as const) : { id: company };
    const made = await api.as(role, where === 'company' ? { organization } : {});
    if (where === 'company') company = made.organizationId;
    const send: Sender = (request) => made.send(request);
    if (!ENDS_SESSION.test(id)) senders.set(name, send);
    return send;
  }
});

/** Whether the route let the caller in, whatever it then said of the request itself. */
async function tried(
  { method, path, bodies }: Operation,
  send: (request: Parameters<TestApi['send']>[0]) => ReturnType<TestApi['send']>,
): Promise<boolean> {
  const url = path.replaceAll(/\{\w+\}/g, () => randomUUID());
  const [type] = bodies[0] ?? [];
  const answer = await send({
    method,
    url,
    ...(type === undefined ? {} : { bytes: '{"nonsense":1}', headers: { 'content-type': type } }),
  });
  expect([path, answer.status < 500]).toEqual([path, true]);
  const { code } = refusal.safeParse(answer.body).data ?? {};
  return code !== 'SIGN_IN_REQUIRED' && code !== 'NOT_PERMITTED';
}

function allowsNobody({ permission }: Operation): boolean {
  return permission === 'anyone';
}

function allows({ permission = '' }: Operation, role: MemberRole, operator: boolean): boolean {
  if (permission === 'anyone' || permission === 'signed in') return true;
  const held = permissionsOf(role, { approved: true, operator });
  return permission.split(' or ').some((name) => held.some((own) => own.startsWith(`${name}:`)));
}
