import { getPassport, listEvents } from '@luna/api-client';
import { parseCode } from '@luna/passport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('POST /api/v1/passports', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const create = (body: unknown) => api.send({ method: 'POST', url: '/api/v1/passports', body });

  it('gives a code of the month of manufacture and opens the history', async () => {
    const answer = await create(newPassportBody('A-1', { manufacturedAt: '2026-01', name: 'One' }));
    expect(answer).toMatchObject({
      status: 201,
      body: { statusCode: 201, message: 'Success', data: { position: 1 } },
    });
    expect(dataOf(answer)['code']).toBe('DP-MED-2601-PF-CN-000001-0A');
    const found = await api.send({ url: '/api/v1/passports/DP-MED-2601-PF-CN-000001-0A' });
    expect(dataOf(found)).toMatchObject({
      id: dataOf(answer)['id'],
      status: 'CREATED',
      flags: [],
      manufacturer: 'Medtec',
      serialNumber: 'A-1',
      manufacturedAt: '2026-01',
      name: 'One',
      position: 1,
    });
    expect(await api.send({ url: `/api/v1/passports/${String(dataOf(answer)['id'])}` })).toEqual(
      expect.objectContaining({ status: 200, body: found.body }),
    );
  });

  it('takes the present month where that of manufacture is not known', async () => {
    expect(parseCode((await createPassport(api, 'A-2')).code)).toMatchObject({ month: '2606' });
  });

  it('takes a device over at its status, in the second event of the same transaction', async () => {
    const takenOver = { status: 'IN_SERVICE', reason: 'bought used' } as const;
    const { code } = await createPassport(api, 'A-3', { takenOver });
    const events = await got(listEvents({ client: api.client, path: { id: code } }));
    expect(events).toMatchObject([
      { position: 1, kind: 'passport.created', payload: { data: { code, serialNumber: 'A-3' } } },
      { position: 2, kind: 'passport.taken_over', payload: { data: takenOver } },
    ]);
    expect(await got(getPassport({ client: api.client, path: { id: code } }))).toMatchObject({
      status: 'IN_SERVICE',
      position: 2,
    });
  });

  it('refuses a device that has a passport, names its code and takes no number for it', async () => {
    const first = await createPassport(api, 'A-4', { origin: 'DE' });
    const again = await create(newPassportBody('A-4', { origin: 'DE' }));
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'DEVICE_EXISTS', details: { code: first.code } },
    });
    const next = await createPassport(api, 'A-5', { origin: 'DE' });
    expect(parseCode(next.code).sequence).toBe(parseCode(first.code).sequence + 1);
  });

  it('keeps sequences dense and codes unique under concurrent creation', async () => {
    const settled = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        // Every third is a device of another request, so every third number is not taken.
        create(newPassportBody(`C-${at % 3 === 2 ? at - 1 : at}`, { origin: 'FR' })),
      ),
    );
    const codes = settled
      .filter(({ status }) => status === 201)
      .map((answer) => parseCode(String(dataOf(answer)['code'])).sequence);
    expect(codes.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(settled.filter(({ status }) => status !== 201).map(refusalOf)).toEqual(
      Array.from({ length: 20 }, () => [409, 'DEVICE_EXISTS']),
    );
  });

  it.each([
    ['a company of four letters', { company: 'MEDI' }, 'company'],
    ['a product type nobody knows', { productType: 'XX' }, 'productType'],
    ['a country that does not exist', { origin: 'QQ' }, 'origin'],
    ['a month 13', { manufacturedAt: '2026-13' }, 'manufacturedAt'],
    ['an empty serial number', { serialNumber: '' }, 'serialNumber'],
    ['white space around a serial number', { serialNumber: ' 7' }, 'serialNumber'],
    ['a line break in a model', { model: 'X\n1' }, 'model'],
    ['a status that is none', { takenOver: { status: 'BROKEN' } }, 'takenOver.status'],
    ['a number for a text', { model: 3 }, 'model'],
  ])('refuses %s and names the field', async (_, more, field) => {
    const answer = await create({ ...newPassportBody('B-1'), ...more });
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(answer.body).toMatchObject({ errors: [{ field }] });
  });

  it('refuses a field it does not know and one that is missing', async () => {
    const unknown = await create({ ...newPassportBody('B-1'), colour: 'red' });
    expect(unknown.body).toMatchObject({ errors: [{ message: 'Unrecognized key: "colour"' }] });
    const missing = await create({ ...newPassportBody('B-1'), model: undefined });
    expect(missing.body).toMatchObject({ errors: [{ field: 'model' }] });
  });

  it('refuses what is said to have happened in the future', async () => {
    const answer = await create(newPassportBody('B-2', { occurredAt: '2026-06-16T08:05:01Z' }));
    expect(refusalOf(answer)).toEqual([400, 'OCCURRED_IN_FUTURE']);
    const close = newPassportBody('B-2', { occurredAt: '2026-06-16T10:04:59+02:00' });
    expect(await create(close)).toMatchObject({ status: 201 });
  });

  it('refuses when all numbers of a group are given out', async () => {
    await createPassport(api, 'D-1', { origin: 'IT' });
    await api.admin.tx({}, (tx) =>
      tx.execute(`UPDATE passports.code_sequence SET last = 999999 WHERE origin = 'IT'`),
    );
    const answer = await create(newPassportBody('D-2', { origin: 'IT' }));
    expect(refusalOf(answer)).toEqual([409, 'SEQUENCE_EXHAUSTED']);
  });
});
