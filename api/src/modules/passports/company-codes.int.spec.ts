import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '@luna/database';
import { parseCode } from '@luna/passport';
import { z } from 'zod';
import { dataOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Sender = Pick<TestApi, 'send'>;

describe('company codes', () => {
  let api: TestApi;
  let company: Awaited<ReturnType<TestApi['as']>>;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    company = await api.as('ADMIN', { organization: 'new', code: 'MSF' });
  });
  afterAll(() => api.close());

  const create = (who: Sender, letters: string, more = {}) =>
    who.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody(`K-${(serial += 1)}`, { company: letters, ...more }),
    });
  const NOT_YOURS = [403, 'COMPANY_NOT_YOURS'];

  it('are a company’s own', async () => {
    expect(parseCode(String(dataOf(await create(company, 'MSF'))['code'])).company).toBe('MSF');
    const refused = await create(company, 'ABC');
    expect(refusalOf(refused)).toEqual(NOT_YOURS);
    expect(refused.body).toMatchObject({ details: { company: 'ABC' } });
  });

  it('are the operator’s where no other company holds them', async () => {
    expect(await create(api, 'ABC')).toMatchObject({ status: 201 });
    expect(refusalOf(await create(api, 'MSF'))).toEqual(NOT_YOURS);
  });

  it('pass to a company that registers later, its sequence going on', async () => {
    const before = parseCode(String(dataOf(await create(api, 'LAT'))['code'])).sequence;
    const late = await api.as('ADMIN', { organization: 'new', code: 'LAT' });
    expect(parseCode(String(dataOf(await create(late, 'LAT'))['code'])).sequence).toBe(before + 1);
    expect(refusalOf(await create(api, 'LAT'))).toEqual(NOT_YOURS);
  });

  it('are nobody’s while the company is not approved, nor the operator’s while it is suspended', async () => {
    const { organizationId } = await api.as('ADMIN', { organization: 'new', code: 'SUS' });
    const admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
    const become = (status: string) =>
      admin.tx({}, (tx) =>
        tx.execute('UPDATE organizations.organization SET status = $2 WHERE id = $1', [
          organizationId,
          status,
        ]),
      );
    await become('SUSPENDED');
    expect(refusalOf(await create(api, 'SUS'))).toEqual(NOT_YOURS);
    await become('REJECTED');
    expect(await create(api, 'SUS')).toMatchObject({ status: 201 });
    await admin.close();
  });

  it('refuse their items of a batch alone', async () => {
    const items = ['MSF', 'ABC', 'MSF', 'MED'].map((letters) =>
      newPassportBody(`K-${(serial += 1)}`, { company: letters, origin: 'DE' }),
    );
    const answer = await company.send({
      method: 'POST',
      url: '/api/v1/batches/passports',
      body: { items },
    });
    const result = z
      .object({
        data: z.object({
          items: z.array(
            z.object({
              outcome: z.string(),
              receipt: z.object({ code: z.string() }).nullable(),
              error: z.object({ code: z.string() }).nullable(),
            }),
          ),
        }),
      })
      .parse(answer.body).data.items;
    expect(result.map(({ receipt, error }) => error?.code ?? receipt?.code.slice(18, 24))).toEqual([
      '000001',
      'COMPANY_NOT_YOURS',
      '000002',
      'COMPANY_NOT_YOURS',
    ]);
  });

  it('let those who transfer take over a device that has a past, and no other', async () => {
    const takenOver = { status: 'IN_SERVICE', reason: 'bought used' };
    const organization = { id: company.organizationId };
    const supplier = await api.as('SUPPLIER_ADMIN', { organization });
    const operator = await api.as('OPERATOR', { organization });
    const engineer = await api.as('ENGINEER', { organization });
    expect(await create(supplier, 'MSF', { takenOver })).toMatchObject({ status: 201 });
    expect(refusalOf(await create(operator, 'MSF', { takenOver }))).toEqual([403, 'NOT_PERMITTED']);
    expect(await create(operator, 'MSF')).toMatchObject({ status: 201 });
    expect(refusalOf(await create(engineer, 'MSF'))).toEqual([403, 'NOT_PERMITTED']);
  });
});
