import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassports } from '../use/create-passports.ts';

/** What the api's own role can do to the tables of passports, whatever its code says. */
describe('schema passports, as luna_app', () => {
  let test: TestDatabase;
  let database: Database;
  let own: { organizationId: string; actorId: string };
  const other = { organizationId: randomUUID() };
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connect({ url: test.appUrl });
    const [row] = await database.tx({}, (tx) =>
      tx.query('SELECT * FROM organizations.organization'),
    );
    own = { organizationId: String(row?.['id']), actorId: String(row?.['bootstrap_actor']) };
    await database.tx(own, (tx) =>
      createPassports(tx, own, Date.parse('2026-01-15T00:00:00Z'), [
        {
          company: 'MED',
          productType: 'PF',
          origin: 'CN',
          manufacturer: 'Medtec',
          model: 'X1',
          serialNumber: '1',
        },
      ]),
    );
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const count = (context: object, table: string) =>
    database.tx(context, async (tx) => (await tx.query(`SELECT FROM passports.${table}`)).length);

  it('shows rows to their organisation alone, and none when no organisation is set', async () => {
    for (const table of ['passport', 'code_sequence']) {
      expect(await count(own, table)).toBe(1);
      expect(await count({}, table)).toBe(0);
      expect(await count(other, table)).toBe(0);
    }
  });

  it('shows the plate to everybody', async () => {
    expect(await count({}, 'public_passport')).toBe(1);
    expect(await count(other, 'public_passport')).toBe(1);
  });

  it('changes nothing of another organisation', async () => {
    const touched = await database.tx(other, (tx) =>
      tx.execute(`UPDATE passports.passport SET status = 'RETIRED'`),
    );
    expect(touched).toBe(0);
  });

  it.each([
    [`UPDATE passports.passport SET code = 'DP-MED-2601-PF-CN-000002-1E'`],
    [`UPDATE passports.passport SET stream = '\\x00'`],
    [`UPDATE passports.passport SET org_id = gen_random_uuid()`],
    ['DELETE FROM passports.passport'],
    ['TRUNCATE passports.passport'],
    ['DELETE FROM passports.code_sequence'],
    [`UPDATE passports.code_sequence SET company = 'ZZZ'`],
    [`UPDATE organizations.organization SET status = 'APPROVED'`],
    [`INSERT INTO organizations.organization (name, status) VALUES ('x', 'APPROVED')`],
  ])('may not: %s', async (sql) => {
    await expect(database.tx(own, (tx) => tx.execute(sql))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('refuses a second organisation that gives out codes of the same company', async () => {
    const body = {
      company: 'MED',
      productType: 'PF',
      origin: 'CN',
      manufacturer: 'Medtec',
      model: 'X1',
      serialNumber: '1',
    } as const;
    const caller = { ...other, actorId: randomUUID() };
    const [outcome] = await database.tx(other, (tx) =>
      createPassports(tx, caller, Date.parse('2026-01-15'), [body]),
    );
    expect(outcome).toMatchObject({ done: false, error: { code: 'COMPANY_NOT_YOURS' } });
  });

  it.each([
    ['a code that is not that of its columns', { code: 'DP-MED-2601-PF-DE-000009-0A' }],
    ['a stream that is not that of its code', { stream: Buffer.alloc(32) }],
    ['a status nobody knows', { status: 'BROKEN' }],
  ])('refuses a row with %s', async (_, wrong) => {
    const { createHash } = await import('node:crypto');
    const code = 'DP-MED-2601-PF-CN-000009-5C';
    const stream = createHash('sha256').update(`luna/stream/1\npassport:${code}`).digest();
    const row = { code, stream, status: 'CREATED', ...wrong };
    const insert = (values: typeof row) =>
      database.tx(own, (tx) =>
        tx.execute(
          `INSERT INTO passports.passport (org_id, code, stream, company, product_type, origin,
             manufacturer, model, serial_number, status, position)
           VALUES ($1, $2, $3, 'MED', 'PF', 'CN', 'm', 'm', $4, $5, 1)`,
          [own.organizationId, values.code, values.stream, randomUUID(), values.status],
        ),
      );
    await expect(insert(row)).rejects.toMatchObject({ code: '23514' });
  });
});
