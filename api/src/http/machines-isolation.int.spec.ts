import {
  appendEvent,
  attachDocument,
  changePassport,
  listEvents,
  listPassports,
  offerTransfer,
} from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answered, got } from '../testing/client-results.ts';
import { DATA_SET, importMachines } from '../testing/imported-machines.ts';
import { readOperations, type Operation } from '../testing/operations.ts';
import { createLogKeeper, testTrust } from '../testing/seal-log.ts';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.ts';

const list = z.object({ meta: z.object({ total: z.int() }) });
type Member = Awaited<ReturnType<TestApi['as']>>;

/** Stands in everything that company A writes beside the import and that only A may read. */
const SECRET = 'kept-between-us-9c1d';
/** The passport that the examples of the OpenAPI document speak of. */
const EXAMPLE = /DP-MED-2601-PF-CN-000001-0A/g;
const GTIN = '09506000134352';
/** About the process, the caller's own account or keys: no device of anybody is in them. */
const NOT_OF_DEVICES = /^\/(health|metrics|api\/v1\/auth\/|\.well-known)/;
const { operations } = await readOperations();
const covered = operations.filter(
  ({ method, path }) =>
    !NOT_OF_DEVICES.test(path) &&
    (method === 'GET' || path.includes('{') || /^\/api\/v1\/(batches|labels)/.test(path)),
);

describe(`${DATA_SET === undefined ? 'two machines' : 'the machines data set'} of company A, to B and to nobody`, () => {
  let api: TestApi;
  let a: Member;
  let others: [who: string, send: Member['send']][];
  let device: { id: string; code: string };
  let params: Readonly<Record<string, string>>;
  let written: { machines: number; events: number };
  const counted = z.object({ machines: z.int(), events: z.int() });
  const count = () =>
    api.admin.tx({}, async (tx) =>
      counted.parse(
        await tx.row(
          counted,
          `SELECT (SELECT count(*) FROM passports.passport)::int AS machines,
             (SELECT count(*) FROM ledger.event WHERE org_id = $1)::int AS events`,
          [a.organizationId],
        ),
      ),
    );

  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    a = await api.as('ADMIN', { organization: 'new', code: 'AAA' });
    const b = await api.as('ADMIN', { organization: 'new', code: 'BBB' });
    const auditor = await api.as('AUDITOR', { organization: { id: b.organizationId } });
    await api.as('ADMIN', { organization: 'new', code: 'CCC' });
    others = [
      ['ADMIN of B', (request) => b.send(request)],
      ['AUDITOR of B', (request) => auditor.send(request)],
      ['nobody', (request) => api.send({ ...request, key: false })],
    ];
    const { passports, problems } = await importMachines({ client: a.client, url: api.url }, 'AAA');
    expect([problems, passports.written]).toEqual([[], DATA_SET === undefined ? 2 : 100]);
    const [first] = await got(listPassports({ client: a.client, query: { serialNumber: '1' } }));
    if (first === undefined) throw new Error('the first machine is missing');
    device = first;
    params = await furnish(a, device.code);
    const keeper = await createLogKeeper(api.test, api.content);
    await keeper.seal();
    await keeper.anchor();
    await keeper.close();
    written = await count();
  });
  afterAll(() => api.close());

  const ask = (operation: Operation) => {
    const request = requestFor(operation, device.code, params);
    return Promise.all(
      others.map(async ([who, send]): Promise<[string, Answer]> => [who, await send(request)]),
    );
  };

  it.each(covered)('$method $path says nothing that is A’s alone', async (operation) => {
    const answers = await ask(operation);
    const open = operation.permission === undefined || operation.permission === 'anyone';
    const [, , [, nobody] = []] = answers;
    for (const [who, answer] of answers) {
      const text = answer.raw.toString();
      expect([who, text.includes(SECRET)]).toEqual([who, false]);
      // What is public says who vouches for it; B is told neither more nor less of it than nobody.
      if (open) {
        expect([who, answer.status, lasting(text)]).toEqual([
          who,
          nobody?.status,
          lasting(nobody?.raw.toString() ?? ''),
        ]);
        continue;
      }
      for (const own of [a.organizationId, a.accountId, device.id, params['transfers'] ?? SECRET]) {
        expect([who, text.includes(own)]).toEqual([who, false]);
      }
      // B has done things too, and only those are in its trail.
      if (operation.path === '/api/v1/audit') continue;
      expect([who, list.safeParse(answer.body).data?.meta.total ?? 0]).toEqual([who, 0]);
    }
  });

  it('is all there for A, unchanged', async () => {
    const { meta } = await answered(listPassports({ client: a.client }));
    expect([meta.total, await count()]).toEqual([written.machines, written]);
  });

  it.each([
    '/api/v1/scan/{}',
    '/p/{}',
    '/api/v1/passports/{}/events',
    '/api/v1/passports/{}/evidence',
  ])('but anybody reads the public side: %s', async (path) => {
    const answer = await api.send({ url: path.replace('{}', device.code), key: false });
    expect(answer.status).toBe(200);
    expect(answer.raw.toString()).toContain(
      path.startsWith('/api/v1/passports') ? '' : 'Microsoft Azure PdM',
    );
  });

  it('and every imported event, which is public, but not the ones that are not', async () => {
    const path = { id: device.code };
    const query = { limit: 100 };
    const own = await answered(listEvents({ client: a.client, path, query }));
    const all = await answered(listEvents({ client: api.connect(), path, query }));
    expect(all.meta.total).toBe(own.meta.total);
    const hidden = all.data.filter(({ payload }) => payload === null).map(({ kind }) => kind);
    expect(hidden.length).toBeGreaterThanOrEqual(2);
    expect(own.data.filter(({ payload }) => payload === null)).toEqual([]);
  });
});

/** The operation on A's things, with the body of its example as if it spoke of A's device. */
function requestFor(
  { method, path, bodies }: Operation,
  code: string,
  params: Readonly<Record<string, string>>,
): Parameters<TestApi['send']>[0] {
  const part = (name: string) => {
    if (name === 'path')
      return path.startsWith('/01/') ? `${GTIN}/21/1?linkType=linkset` : '0/000.p/1';
    if (name !== 'id') return params[name] ?? code;
    const [kind = ''] = /(transfers|organizations|issuers)(?=\/\{id\})/.exec(path) ?? [];
    return params[kind] ?? code;
  };
  const [type, { example } = {}] = bodies[0] ?? [];
  return {
    method,
    url: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => part(name)),
    ...(type === 'application/json'
      ? { bytes: JSON.stringify(example).replaceAll(EXAMPLE, code) }
      : {}),
  };
}

/** What A writes beside the import; the ids of it by the name of the parameter or collection. */
async function furnish({ client, organizationId }: Member, code: string) {
  const path = { id: code };
  const remark = { severity: 'info', text: SECRET } as const;
  const note = await got(
    appendEvent({
      client,
      path,
      body: { kind: 'passport.noted', data: remark, access: ['owner'] },
    }),
  );
  const file = new Blob([SECRET], { type: 'text/plain' });
  const { sha256 } = await got(
    attachDocument({ client, path, body: { file, title: `${SECRET}.txt`, access: 'owner' } }),
  );
  await got(changePassport({ client, path, body: { gtin: GTIN } }));
  const offer = await got(offerTransfer({ client, path, body: { to: 'CCC', reference: SECRET } }));
  return {
    position: String(note.position),
    sha256,
    transfers: offer.id,
    organizations: organizationId,
    issuers: organizationId,
  };
}

/** An answer without what differs from request to request. */
function lasting(text: string): string {
  return text.replaceAll(/"(requestId|timestamp)":"[^"]*"/g, '');
}
