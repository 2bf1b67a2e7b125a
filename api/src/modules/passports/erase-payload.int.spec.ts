import {
  acceptTransfer,
  appendEvent,
  getPassport,
  listEvents,
  offerTransfer,
} from '@luna/api-client';
import { connect } from '@luna/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;

describe('DELETE /api/v1/passports/:id/events/:position/payload', () => {
  let api: TestApi;
  let admin: Member;
  let code: string;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.as('ADMIN');
  });
  afterAll(() => api.close());

  const fresh = async () => {
    ({ code } = await createPassport(api, `X-${(serial += 1)}`));
    const event = note('call Mr Example', { access: ['owner'] });
    await got(appendEvent({ client: admin.client, path: { id: code }, body: event }));
  };
  const reason = 'Asked for by the person named in it';
  const erase = (position: number | string, body: unknown = { reason }, who: Member = admin) =>
    who.send({
      method: 'DELETE',
      url: `/api/v1/passports/${code}/events/${position}/payload`,
      body,
    });
  const history = (client = api.client) => got(listEvents({ client, path: { id: code } }));

  it('forgets what was said, and says so where everybody reads it', async () => {
    await fresh();
    const [, before] = await history();
    const answer = await erase(2);
    expect(answer.status).toBe(200);
    expect(dataOf(answer)).toMatchObject({ code, kind: 'payload.erased', position: 3 });
    const [, noted, erased] = await history(api.connect());
    expect(noted).toMatchObject({ kind: 'passport.noted', payload: null });
    expect(noted?.leafHash).toBe(before?.leafHash);
    expect(erased).toMatchObject({
      kind: 'payload.erased',
      access: ['public'],
      payload: { data: { erases: { position: 2, leaf: before?.leafHash }, reason } },
    });
    expect((await history())[1]).toMatchObject({ payload: null });
    await got(appendEvent({ client: admin.client, path: { id: code }, body: note('on') }));
    expect(await got(getPassport({ client: api.client, path: { id: code } }))).toMatchObject({
      position: 4,
    });
    const auditor = await connect({ url: api.test.auditUrl, poolSize: 1 });
    const acts = await auditor.tx({}, (tx) =>
      tx.query(
        `SELECT json -> 'data' -> 'details' ->> 'position' AS position FROM ledger.payload
         WHERE json -> 'data' ->> 'act' = 'passport.payload_erased' AND json ->> 'actor' = $1
           AND json -> 'data' -> 'subject' ->> 'id' = $2`,
        [admin.accountId, code],
      ),
    );
    await auditor.close();
    expect(acts).toEqual([{ position: '2' }]);
  });

  it('erases once, however many ask', async () => {
    await fresh();
    const answers = await Promise.all(Array.from({ length: 5 }, () => erase(2)));
    const late = answers.filter(({ status }) => status !== 200);
    expect(late.map(refusalOf)).toEqual(late.map(() => [409, 'PAYLOAD_ERASED']));
    expect(late).toHaveLength(4);
    expect(await history()).toHaveLength(3);
  });

  it('refuses facts, what is not there, and whoever may not', async () => {
    await fresh();
    const operator = await api.as('OPERATOR');
    const stranger = await api.as('ADMIN', { organization: 'new' });
    expect(refusalOf(await erase(1))).toEqual([422, 'KIND_NOT_ERASABLE']);
    expect(refusalOf(await erase(9))).toEqual([404, 'EVENT_UNKNOWN']);
    expect(refusalOf(await erase(0))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusalOf(await erase(2, {}))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusalOf(await erase(2, null))[0]).toBe(400);
    expect(refusalOf(await erase(2, { reason }, operator))).toEqual([403, 'NOT_PERMITTED']);
    expect(refusalOf(await erase(2, { reason }, stranger))).toEqual([404, 'PASSPORT_UNKNOWN']);
    expect(await history()).toMatchObject([{}, { payload: { data: { text: 'call Mr Example' } } }]);
  });

  it('is the present owner’s, whoever wrote it', async () => {
    await fresh();
    const buyer = await api.as('ADMIN', { organization: 'new', code: 'NEW' });
    const path = { id: code };
    const { id } = await got(offerTransfer({ client: admin.client, path, body: { to: 'NEW' } }));
    await got(acceptTransfer({ client: buyer.client, path: { id } }));
    expect(refusalOf(await erase(2))).toEqual([404, 'PASSPORT_UNKNOWN']);
    expect(await erase(2, { reason }, buyer)).toMatchObject({ status: 200 });
    expect((await history())[1]).toMatchObject({ payload: null });
  });
});
