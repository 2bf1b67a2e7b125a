import { listEvents, listPassports } from '@luna/api-client';
import { connect, type Database } from '@luna/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, listOf, createPassport, note, refusalOf } from '../../testing/bodies.ts';
import { answered, got } from '../../testing/client-results.ts';
import { startTestApi, type Answer, type Send, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;

describe('transfers', () => {
  let api: TestApi;
  let admin: Database;
  let seller: Member;
  let buyer: Member;
  let stranger: Member;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
    seller = await api.as('ADMIN', { organization: 'new', code: 'SEL' });
    buyer = await api.as('BUYER_ADMIN', { organization: 'new', code: 'BUY' });
    stranger = await api.as('ADMIN', { organization: 'new', code: 'STR' });
  });
  afterAll(async () => {
    await admin.close();
    await api.close();
  });

  const post = (who: Member, url: string, body?: unknown, more: Partial<Send> = {}) =>
    who.send({ method: 'POST', url: `/api/v1/${url}`, body, ...more });
  const device = (who = seller, company = 'SEL') =>
    createPassport(who, `T-${(serial += 1)}`, { company });
  const offer = (code: string, to = 'BUY') => post(seller, `passports/${code}/transfers`, { to });
  const offered = async (code: string) => String(dataOf(await offer(code))['id']);
  const decide = (who: Member, id: string, decision: string) =>
    post(who, `transfers/${id}/${decision}`);
  const state = async (id: string) => {
    const { data } = listOf(await buyer.send({ url: '/api/v1/transfers?limit=100' }));
    return data.find((transfer) => transfer['id'] === id)?.['state'];
  };
  const texts = async (who: Member, code: string) =>
    (await got(listEvents({ client: who.client, path: { id: code }, query: { limit: 100 } }))).map(
      ({ kind, payload }) =>
        kind === 'passport.noted' && payload !== null ? payload.data['text'] : kind,
    );
  const owns = async (who: Member, code: string) =>
    (await post(who, `passports/${code}/parts`, { part: 'lid' })).status === 201;

  it('passes title with the whole history, once the other side accepts', async () => {
    const { code, id } = await device();
    await post(seller, `passports/${code}/events`, note('of the seller', { access: ['owner'] }));
    const answer = await post(seller, `passports/${id}/transfers`, {
      to: 'BUY',
      reference: 'PO-7',
    });
    expect(answer.status).toBe(201);
    expect(dataOf(answer)).toMatchObject({
      passport: { id, code },
      from: { id: seller.organizationId },
      to: { id: buyer.organizationId },
      reference: 'PO-7',
      state: 'OFFERED',
      expiresAt: '2026-07-16T08:00:00.000Z',
      decidedAt: null,
    });
    const transfer = String(dataOf(answer)['id']);
    expect(dataOf(await decide(buyer, transfer, 'accept'))).toMatchObject({
      state: 'ACCEPTED',
      decidedBy: buyer.accountId,
      decidedAt: '2026-06-16T08:00:00.000Z',
    });
    const { data } = await answered(listEvents({ client: buyer.client, path: { id: code } }));
    expect(data.at(-1)).toMatchObject({
      kind: 'passport.transferred',
      access: ['public'],
      payload: {
        org: buyer.organizationId,
        actor: buyer.accountId,
        data: {
          from: seller.organizationId,
          to: buyer.organizationId,
          offeredBy: seller.accountId,
          acceptedBy: buyer.accountId,
          reference: 'PO-7',
        },
      },
    });
    expect(await texts(buyer, code)).toContain('of the seller');
    expect(await got(listPassports({ client: buyer.client }))).toMatchObject([{ code }]);
    expect(await owns(seller, code)).toBe(false);
    // What they wrote themselves they still see, what the new owner writes they do not.
    const writer = await api.as('OPERATOR', { organization: { id: buyer.organizationId } });
    await post(writer, `passports/${code}/events`, note('of the buyer', { access: ['owner'] }));
    expect(await texts(seller, code)).toContain('of the seller');
    expect(await texts(seller, code)).not.toContain('of the buyer');
    expect(await texts(buyer, code)).toContain('of the buyer');
  });

  it('records each side’s act in its own audit stream', async () => {
    const { code } = await device();
    const id = await offered(code);
    await decide(buyer, id, 'accept');
    const acts = await admin.tx({}, (tx) =>
      tx.query(
        `SELECT json ->> 'actor' AS actor, json -> 'data' ->> 'act' AS act, json -> 'data' -> 'subject' ->> 'id' AS code
         FROM ledger.payload WHERE json -> 'data' -> 'details' ->> 'transfer' = $1 ORDER BY act`,
        [id],
      ),
    );
    expect(acts).toEqual([
      { actor: buyer.accountId, act: 'transfer.accepted', code },
      { actor: seller.accountId, act: 'transfer.offered', code },
    ]);
  });

  it('makes the other side a party that reads what is of interest, while the offer stands', async () => {
    const { code } = await device();
    await post(seller, `passports/${code}/events`, note('of interest'));
    await post(seller, `passports/${code}/events`, note('inside', { access: ['owner'] }));
    const hidden = ['passport.created', 'passport.noted', 'passport.noted'];
    const open = ['passport.created', 'of interest', 'passport.noted'];
    expect(await texts(buyer, code)).toEqual(hidden);
    for (const [who, decision] of [
      [buyer, 'refuse'],
      [seller, 'withdraw'],
    ] as const) {
      const id = await offered(code);
      expect(await texts(buyer, code)).toEqual(open);
      expect(await texts(stranger, code)).toEqual(hidden);
      expect(refusalOf(await post(buyer, `passports/${code}/parts`, { part: 'x' }))[0]).toBe(403);
      await decide(who, id, decision);
      expect(await texts(buyer, code)).toEqual(hidden);
    }
    await offered(code);
    await admin.tx({}, (tx) => tx.execute(`UPDATE organizations.party SET until = now()`));
    expect(await texts(buyer, code)).toEqual(hidden);
  });

  it('is for those who may, and for their own devices', async () => {
    const { code } = await device();
    const operator = await api.as('OPERATOR', { organization: { id: seller.organizationId } });
    const offers: [Member, string, unknown][] = [
      [operator, 'BUY', [403, 'NOT_PERMITTED']],
      [stranger, 'BUY', [404, 'PASSPORT_UNKNOWN']],
      [seller, 'NIX', [404, 'ORGANIZATION_UNKNOWN']],
      [seller, 'SEL', [422, 'TRANSFER_TO_SELF']],
      [seller, 'nobody', [400, 'VALIDATION_FAILED']],
    ];
    for (const [who, to, refusal] of offers) {
      expect(refusalOf(await post(who, `passports/${code}/transfers`, { to }))).toEqual(refusal);
    }
    const id = await offered(code);
    expect(refusalOf(await offer(code, 'STR'))).toEqual([409, 'TRANSFER_OPEN']);
    for (const decision of ['accept', 'refuse', 'withdraw']) {
      expect(refusalOf(await decide(stranger, id, decision))).toEqual([404, 'TRANSFER_UNKNOWN']);
    }
    const wrongSide = [403, 'TRANSFER_NOT_YOURS'];
    expect(refusalOf(await decide(seller, id, 'accept'))).toEqual(wrongSide);
    expect(refusalOf(await decide(seller, id, 'refuse'))).toEqual(wrongSide);
    expect(refusalOf(await decide(buyer, id, 'withdraw'))).toEqual(wrongSide);
    expect(await state(id)).toBe('OFFERED');
    expect(await owns(seller, code)).toBe(true);
  });

  it('ends an offer after its time, and lets a new one begin', async () => {
    const { code } = await device();
    const id = await offered(code);
    await admin.tx({}, (tx) =>
      tx.execute(
        `UPDATE passports.transfer SET expires_at = '2026-06-16T08:00:00Z' WHERE id = $1`,
        [id],
      ),
    );
    expect(await state(id)).toBe('EXPIRED');
    for (const [who, decision] of [
      [buyer, 'accept'],
      [buyer, 'refuse'],
      [seller, 'withdraw'],
    ] as const) {
      expect(refusalOf(await decide(who, id, decision))).toEqual([409, 'TRANSFER_CLOSED']);
    }
    const again = await offered(code);
    expect(await decide(buyer, again, 'accept')).toMatchObject({ status: 200 });
    expect(await state(id)).toBe('EXPIRED');
  });

  it('leaves everything as it was when the buyer has the device already', async () => {
    const { code } = await device();
    const mine = await api.as('ADMIN', { organization: { id: buyer.organizationId } });
    await createPassport(mine, `T-${serial}`, { company: 'BUY' });
    const id = await offered(code);
    expect(refusalOf(await decide(buyer, id, 'accept'))).toEqual([409, 'DEVICE_EXISTS']);
    expect(await state(id)).toBe('OFFERED');
    expect(await texts(seller, code)).toEqual(['passport.created']);
    expect(await owns(seller, code)).toBe(true);
  });

  it('answers a repeated request from its first answer', async () => {
    const { code } = await device();
    const headers = { 'idempotency-key': `offer-${code}` };
    const first = await post(seller, `passports/${code}/transfers`, { to: 'BUY' }, { headers });
    const again = await post(seller, `passports/${code}/transfers`, { to: 'BUY' }, { headers });
    expect(dataOf(again)).toEqual(dataOf(first));
    const id = String(dataOf(first)['id']);
    const accept = () => post(buyer, `transfers/${id}/accept`, undefined, { headers });
    expect(dataOf(await accept())).toEqual(dataOf(await accept()));
  });

  it('lets one of two opposite decisions win, whole', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { code } = await device();
      const id = await offered(code);
      const rival = round % 2 === 0 ? decide(seller, id, 'withdraw') : decide(buyer, id, 'accept');
      const answers = await Promise.all([decide(buyer, id, 'accept'), rival]);
      const losers = answers.filter(({ status }) => status !== 200);
      expect(losers.map(refusalOf)).toEqual([[409, 'TRANSFER_CLOSED']]);
      const ended = await state(id);
      const moved = ended === 'ACCEPTED';
      expect(['ACCEPTED', 'WITHDRAWN']).toContain(ended);
      expect(await owns(seller, code)).toBe(!moved);
      const history = await texts(buyer, code);
      const count = history.filter((kind) => kind === 'passport.transferred').length;
      expect(count).toBe(moved ? 1 : 0);
    }
  });

  it('takes turns with the old owner’s writers, who find nothing afterwards', async () => {
    const { code } = await device();
    const id = await offered(code);
    const writes = Array.from({ length: 10 }, (_, at) =>
      post(seller, `passports/${code}/events`, note(`late ${at}`)),
    );
    const [accepted, ...written] = await Promise.all([decide(buyer, id, 'accept'), ...writes]);
    expect(accepted.status).toBe(200);
    const refusals = written.filter(({ status }) => status !== 201);
    expect(refusals.map(refusalOf)).toEqual(refusals.map(() => [404, 'PASSPORT_UNKNOWN']));
    const { data } = await answered(
      listEvents({ client: buyer.client, path: { id: code }, query: { limit: 100 } }),
    );
    expect(data.map(({ position }) => position)).toEqual(data.map((_, at) => at + 1));
    expect(data.at(-1)).toMatchObject({ kind: 'passport.transferred' });
    expect(data).toHaveLength(2 + 10 - refusals.length);
  });

  it('lists both directions, page by page', async () => {
    const fresh = await api.as('ADMIN', { organization: 'new', code: 'LST' });
    for (let at = 0; at < 3; at += 1) await offered((await device()).code);
    const list = async (who: Member, query: string): Promise<Answer> =>
      who.send({ url: `/api/v1/transfers?${query}` });
    const page = listOf(await list(buyer, 'direction=incoming&state=OFFERED&limit=2'));
    expect(page.data).toHaveLength(2);
    expect(page.meta.hasMore).toBe(true);
    const rest = listOf(
      await list(buyer, `direction=incoming&state=OFFERED&cursor=${page.meta.nextCursor ?? ''}`),
    );
    expect(page.data.length + rest.data.length).toBe(page.meta.total);
    expect(listOf(await list(buyer, 'direction=outgoing')).data).toEqual([]);
    expect(listOf(await list(seller, 'direction=incoming')).data).toEqual([]);
    expect(listOf(await list(fresh, '')).meta).toMatchObject({ total: 0 });
    const auditor = await api.as('AUDITOR', { organization: { id: seller.organizationId } });
    expect(listOf(await list(auditor, 'direction=outgoing')).meta.total).toBeGreaterThan(3);
  });
});
