import { getPassport } from '@luna/api-client';
import { LIFECYCLE } from '@luna/passport';
import type { Status } from '@luna/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMBER_ROLES, Operator, type MemberRole } from '../auth/auth.public.ts';
import type { Outcome } from '../idempotency/idempotency.public.ts';
import { createPassport, dataOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import type { NewEvent } from './http/new-event.ts';
import { PERMISSION_OF_KIND } from './rules/permission-of-kind.ts';
import { KINDS_OF_CALLERS } from './testing/kinds.ts';
import { writerOf } from './testing/writers.ts';
import { appendEvents, type EventItem } from './use/append-events.ts';
import { createPassports } from './use/create-passports.ts';

const NOW = Date.parse('2026-06-16T08:00:00Z');
const sha256 = 'd'.repeat(64);
const corrects = { stream: 'a'.repeat(64), position: 1, leaf: 'b'.repeat(64) };
/** One event of every kind a caller can send, right in form. */
const EVENTS: { [K in NewEvent['kind']]: Extract<NewEvent, { kind: K }>['data'] } = {
  'passport.status_changed': { from: 'CREATED', to: 'PROCURED' },
  'passport.amended': { changes: [{ field: 'model', from: 'Filler 3', to: 'Filler 4' }] },
  'passport.located': { place: 'Hall 3' },
  'passport.noted': { severity: 'info', text: 'seen' },
  'passport.serviced': { work: 'oil' },
  'passport.inspected': { result: 'pass' },
  'passport.tested': { test: 'pressure', result: 'pass' },
  'passport.part_replaced': { part: 'seal' },
  'passport.measured': { quantity: 'volt', readings: 1, sha256 },
  'passport.corrected': { corrects, reason: 'wrong' },
  'passport.flagged': { flag: 'MISSING', raised: true, reason: 'not found' },
  'passport.document_attached': { name: 'a', mediaType: 'a/b', sha256, length: 1 },
  'passport.document_published': { sha256, cid: 'bafkreiabcdefgh' },
};

describe('who may write what', () => {
  let api: TestApi;
  let organizationId: string;
  beforeAll(async () => {
    api = await startTestApi();
    ({ organizationId } = await new Operator(api.database).caller());
  });
  afterAll(() => api.close());

  const code = (outcome: Outcome<unknown> | undefined): string => {
    if (outcome === undefined) return 'no outcome';
    if (outcome.done) return 'done';
    const { error } = outcome;
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  };
  let serial = 0;
  /** Devices that entered at these statuses. */
  const devices = async (statuses: readonly Status[]): Promise<string[]> => {
    const items = statuses.map((status) => ({
      company: 'MED',
      productType: 'PF' as const,
      origin: 'CN',
      manufacturer: 'Medtec',
      model: 'X1',
      serialNumber: `R-${(serial += 1)}`,
      takenOver: { status },
    }));
    const writer = writerOf(organizationId, 'ADMIN');
    const outcomes = await api.database.tx(writer, (tx) => createPassports(tx, writer, NOW, items));
    return outcomes.map((outcome) => (outcome.done ? outcome.value.code : code(outcome)));
  };
  const append = (role: MemberRole, items: readonly EventItem[]) => {
    const writer = writerOf(organizationId, role);
    return api.database.tx(writer, (tx) => appendEvents(tx, writer, NOW, items));
  };

  it.each(MEMBER_ROLES)('every edge, by %s', async (role) => {
    const codes = await devices(LIFECYCLE.map(({ from }) => from));
    const items = LIFECYCLE.map(({ from, to }, at) => ({
      passport: codes[at] ?? '',
      event: {
        kind: 'passport.status_changed' as const,
        data: { from, to, reason: 'because' },
      },
    }));
    const mayMove = writerOf('', role).permissions.has('passports:move:org');
    const expected = LIFECYCLE.map(({ roles }) => {
      if (!mayMove) return 'NOT_PERMITTED';
      if (!roles.some((allowed) => allowed === role)) return 'ROLE_NOT_ALLOWED';
      return role === 'EXPERT' ? 'ORDER_REQUIRED' : 'done';
    });
    const outcomes = (await append(role, items)).map(code);
    expect(outcomes).toEqual(expected);
    const rows = await api.database.tx({ organizationId }, (tx) =>
      tx.query('SELECT code, status, position FROM passports.passport WHERE code = ANY ($1)', [
        codes,
      ]),
    );
    for (const [at, { from, to }] of LIFECYCLE.entries()) {
      const done = outcomes[at] === 'done';
      expect(rows.find((row) => row['code'] === codes[at])).toMatchObject({
        status: done ? to : from,
        position: done ? 3 : 2,
      });
    }
  });

  it.each(MEMBER_ROLES)('every kind, by %s: alone and in a batch', async (role) => {
    const { permissions } = writerOf('', role);
    const member = await api.as(role);
    for (const kind of KINDS_OF_CALLERS) {
      const { code: passport } = await createPassport(api, `K-${(serial += 1)}`);
      const event = { kind, data: EVENTS[kind] };
      const alone = await member.send({
        method: 'POST',
        url: `/api/v1/passports/${passport}/events`,
        body: event,
      });
      const batch = await member.send({
        method: 'POST',
        url: '/api/v1/batches/events',
        body: { items: [{ passport, event }] },
      });
      if (permissions.has(`${PERMISSION_OF_KIND[kind]}:org`)) {
        expect(alone.body).not.toMatchObject({ code: 'NOT_PERMITTED' });
      } else {
        expect([kind, ...refusalOf(alone)]).toEqual([kind, 403, 'NOT_PERMITTED']);
        const refusal = { code: 'NOT_PERMITTED' };
        expect(batch.body).toMatchObject(
          batch.status === 403 ? refusal : { data: { items: [{ error: refusal }] } },
        );
        const { position } = await got(getPassport({ client: api.client, path: { id: passport } }));
        expect(position).toBe(1);
      }
    }
  });

  it('holds for PATCH, whose halves need their own permissions', async () => {
    const { code: passport } = await createPassport(api, `P-${(serial += 1)}`);
    const patch = (who: Pick<TestApi, 'send'>, body: object) =>
      who.send({ method: 'PATCH', url: `/api/v1/passports/${passport}`, body });
    const engineer = await api.as('ENGINEER');
    const supplier = await api.as('SUPPLIER_ADMIN');
    const operator = await api.as('OPERATOR');
    const inspector = await api.as('QC_INSPECTOR');
    expect(refusalOf(await patch(engineer, { model: 'X2' }))).toEqual([403, 'NOT_PERMITTED']);
    expect(refusalOf(await patch(supplier, { status: 'PROCURED' }))).toEqual([
      403,
      'NOT_PERMITTED',
    ]);
    // The first half would be allowed, the second is not, and neither is written.
    expect(refusalOf(await patch(supplier, { model: 'X2', status: 'PROCURED' }))).toEqual([
      403,
      'NOT_PERMITTED',
    ]);
    const retired = { model: 'X2', status: 'IN_QC' };
    expect(await patch(operator, { status: 'PROCURED' })).toMatchObject({ status: 200 });
    expect(refusalOf(await patch(operator, retired))).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect(await got(getPassport({ client: api.client, path: { id: passport } }))).toMatchObject({
      model: 'Filler 3',
      status: 'PROCURED',
      position: 2,
    });
    expect(await patch(inspector, { status: 'IN_QC' })).toMatchObject({ status: 200 });
  });

  it('says to an expert that an order is missing', async () => {
    const takenOver = { status: 'IN_SERVICE' } as const;
    const answer = await api.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody(`O-${(serial += 1)}`, { takenOver }),
    });
    const expert = await api.as('EXPERT');
    const url = `/api/v1/passports/${String(dataOf(answer)['code'])}`;
    const moved = await expert.send({ method: 'PATCH', url, body: { status: 'MAINTENANCE' } });
    expect(refusalOf(moved)).toEqual([403, 'ORDER_REQUIRED']);
  });
});
