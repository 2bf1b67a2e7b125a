import { listPassports } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireRequests } from '../../worker/start-worker.ts';
import { createPassport, dataOf, newPassportBody, note, refusalOf } from '../../testing/bodies.ts';
import { answered } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { Operator } from '../auth/auth.public.ts';

describe('Idempotency-Key', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const create = (serialNumber: string, key: string, more = {}) =>
    api.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody(serialNumber, more),
      headers: { 'idempotency-key': key },
    });
  const count = async () => (await answered(listPassports({ client: api.client }))).meta.total;

  it('gives the first result again for the same request, however its JSON is written', async () => {
    const first = await create('R-1', 'one');
    const before = await count();
    const again = await api.send({
      method: 'POST',
      url: '/api/v1/passports',
      bytes: JSON.stringify(
        Object.fromEntries(Object.entries(newPassportBody('R-1')).reverse()),
        null,
        2,
      ),
      headers: { 'idempotency-key': 'one' },
    });
    expect(again).toMatchObject({ status: 201, body: first.body as object });
    expect(await count()).toBe(before);
  });

  it('refuses the key for another request', async () => {
    await create('R-2', 'two');
    expect(refusalOf(await create('R-3', 'two'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await create('R-3', 'three')).toMatchObject({ status: 201 });
  });

  it('does it once when the same request comes many times at once', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 16 }, () => create('R-4', 'four')));
    expect(new Set(answers.map((answer) => dataOf(answer)['code'])).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it('says 409 while the first request is still running', async () => {
    const { organizationId, actorId } = await new Operator(api.database).caller();
    const answer = await api.database.tx({ organizationId }, async (tx) => {
      await tx.execute(
        `INSERT INTO ledger.request (org_id, actor_id, route, key, request_mac)
         VALUES ($1, $2, 'passports.create', 'five', '\\x00')`,
        [organizationId, actorId],
      );
      return create('R-5', 'five');
    });
    expect(refusalOf(answer)).toEqual([409, 'REQUEST_IN_PROGRESS']);
    expect(answer).toMatchObject({ body: { retryable: true } });
  });

  it('leaves no claim behind when the request fails', async () => {
    await createPassport(api, 'R-6');
    expect(refusalOf(await create('R-6', 'six'))).toEqual([409, 'DEVICE_EXISTS']);
    expect(await create('R-7', 'six')).toMatchObject({ status: 201 });
  });

  it('keeps keys of different routes apart', async () => {
    const { code } = await createPassport(api, 'R-8');
    const append = (url: string, method: 'POST' | 'PATCH', body: unknown) =>
      api.send({ method, url, body, headers: { 'idempotency-key': 'eight' } });
    await create('R-9', 'eight');
    const url = `/api/v1/passports/${code}`;
    const first = await append(`${url}/events`, 'POST', note('x'));
    expect(first).toMatchObject({ status: 201 });
    expect(await append(`${url}/events`, 'POST', note('x'))).toMatchObject({
      body: first.body as object,
    });
    const patched = await append(url, 'PATCH', { status: 'PROCURED' });
    expect(patched).toMatchObject({ status: 200 });
    // A second edge from the same status would be illegal: this is the first answer.
    expect(await append(url, 'PATCH', { status: 'PROCURED' })).toMatchObject({
      status: 200,
      body: patched.body as object,
    });
  });

  it.each(['', 'x'.repeat(201), 'with space'])('refuses the key %j', async (key) => {
    expect(refusalOf(await create('R-10', key))).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
  });

  it('keeps no payload: an HMAC of the request and the ids of the result', async () => {
    await create('R-secret', 'eleven', { name: 'very secret name' });
    const context = await new Operator(api.database).caller();
    const rows = await api.database.tx(context, (tx) =>
      tx.query(
        `SELECT row_to_json(r)::text AS row, octet_length(request_mac) AS mac FROM ledger.request r
         WHERE key = 'eleven'`,
      ),
    );
    expect(rows).toMatchObject([{ mac: 32 }]);
    expect(String(rows[0]?.['row'])).not.toContain('secret');
  });

  it('is forgotten after 24 hours, by the worker', async () => {
    await create('R-12', 'twelve');
    const context = await new Operator(api.database).caller();
    const age = (hours: number) =>
      api.database.tx(context, (tx) =>
        tx.execute(
          `UPDATE ledger.request SET created_at = now() - make_interval(mins => $1)
           WHERE key = 'twelve'`,
          [hours * 60],
        ),
      );
    await age(23.9);
    expect(await expireRequests(api.database)).toBe(0);
    await age(24.1);
    expect(await expireRequests(api.database)).toBe(1);
    expect(refusalOf(await create('R-12', 'twelve'))).toEqual([409, 'DEVICE_EXISTS']);
  });
});
