import { getPassport, listEvents } from '@luna/api-client';
import { connect, type Database } from '@luna/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { passportByKeys, type DeviceKeys } from './passports.public.ts';

const GTIN = '09506000134352';
const GIAI = '95060001343-A17';

describe('keys of GS1', () => {
  let api: TestApi;
  let anybody: Database;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    anybody = await connect({ url: api.test.publicUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await anybody.close();
    await api.close();
  });

  const next = () => `G-${(serial += 1)}`;
  const create = (serialNumber: string, more: object) =>
    api.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody(serialNumber, { ...more }),
    });
  const patch = (code: string, body: object) =>
    api.send({ method: 'PATCH', url: `/api/v1/passports/${code}`, body });
  const codeOf = async (keys: DeviceKeys) =>
    (await anybody.tx({}, (tx) => passportByKeys(tx, keys)))?.code;

  it('stand on the plate, in the history, and lead anybody to the passport', async () => {
    const serialNumber = next();
    const { code } = await createPassport(api, serialNumber, { gtin: GTIN, giai: GIAI });
    const plate = { gtin: GTIN, giai: GIAI };
    expect(await got(getPassport({ client: api.client, path: { id: code } }))).toMatchObject(plate);
    const [created] = await got(listEvents({ client: api.client, path: { id: code } }));
    expect(created).toMatchObject({ payload: { data: plate } });
    expect(await codeOf({ gtin: GTIN, serialNumber })).toBe(code);
    expect(await codeOf({ giai: GIAI })).toBe(code);
    expect(await codeOf({ gtin: GTIN, serialNumber: 'another' })).toBeUndefined();
    expect(await codeOf({ giai: '95060001343-B' })).toBeUndefined();
  });

  it('can be added, changed and taken away', async () => {
    const serialNumber = next();
    const { code } = await createPassport(api, serialNumber);
    const giai = `9506000${serialNumber}`;
    expect(await patch(code, { gtin: GTIN, giai })).toMatchObject({ status: 200 });
    expect(await codeOf({ giai })).toBe(code);
    expect(await patch(code, { giai: null })).toMatchObject({ status: 200 });
    expect(await codeOf({ giai })).toBeUndefined();
    const events = await got(listEvents({ client: api.client, path: { id: code } }));
    expect(events.at(-1)).toMatchObject({
      payload: { data: { changes: [{ field: 'giai', from: giai, to: null }] } },
    });
  });

  it.each([
    ['a wrong check digit', { gtin: '09506000134351' }],
    ['13 digits', { gtin: '9506000134352' }],
    ['an asset without a company', { giai: 'A17' }],
    ['a space', { giai: '9506000 1' }],
  ])('refuse %s, however it comes', async (_, keys) => {
    const { code } = await createPassport(api, next());
    expect(refusalOf(await create(next(), keys))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusalOf(await patch(code, keys))).toEqual([400, 'VALIDATION_FAILED']);
    const [[field, to] = ['', '']] = Object.entries(keys);
    const event = {
      kind: 'passport.amended',
      data: { changes: [{ field, from: null, to }] },
    };
    const url = `/api/v1/passports/${code}/events`;
    expect(refusalOf(await api.send({ method: 'POST', url, body: event }))).toEqual([
      400,
      'VALIDATION_FAILED',
    ]);
  });

  it('name one device of an organisation', async () => {
    const serialNumber = next();
    const giai = `9506000${serialNumber}`;
    const first = await createPassport(api, serialNumber, { gtin: GTIN, giai });
    const twin = { manufacturer: 'Another spelling', gtin: GTIN };
    expect(await create(serialNumber, twin)).toMatchObject({
      status: 409,
      body: { code: 'DEVICE_EXISTS', details: { code: first.code } },
    });
    expect(await create(next(), { giai })).toMatchObject({
      status: 409,
      body: { code: 'DEVICE_EXISTS', details: { code: first.code } },
    });
    const second = await createPassport(api, next(), { gtin: GTIN });
    expect(refusalOf(await patch(second.code, { giai }))).toEqual([409, 'DEVICE_EXISTS']);
    expect(dataOf(await api.send({ url: `/api/v1/passports/${second.code}` }))).toMatchObject({
      position: 1,
      giai: null,
    });
    const items = [
      newPassportBody(next(), { giai: '9506000X' }),
      newPassportBody(next(), { giai: '9506000X' }),
    ];
    const batch = await api.send({
      method: 'POST',
      url: '/api/v1/batches/passports',
      body: { items },
    });
    expect(batch.body).toMatchObject({
      data: { items: [{ outcome: 'done' }, { error: { code: 'DEVICE_EXISTS' } }] },
    });
  });

  it('may be used by another organisation too; the oldest passport answers', async () => {
    const serialNumber = next();
    const giai = `9506000${serialNumber}`;
    const { code } = await createPassport(api, serialNumber, { giai });
    const other = await api.as('ADMIN', { organization: 'new', code: 'OTH' });
    const body = newPassportBody(serialNumber, { giai, company: 'OTH' });
    expect(await other.send({ method: 'POST', url: '/api/v1/passports', body })).toMatchObject({
      status: 201,
    });
    expect(await codeOf({ giai })).toBe(code);
  });
});
