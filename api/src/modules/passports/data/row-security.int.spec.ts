import { createHash, randomUUID } from 'node:crypto';
import { connect, type Database } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassports } from '../use/create-passports.ts';
import { lockPassports, updateHeads } from './lock-passports.ts';

/** The first passport of this company, month, type and origin. */
const CODE = 'DP-MED-2601-PF-CN-000001-0A';

/** What the api's own role can do to the tables of passports, whatever its code says. */
describe('schema passports, as luna_app', () => {
  let test: TestDatabase;
  let database: Database;
  let admin: Database;
  let own: { organizationId: string; actorId: string };
  const other = { organizationId: randomUUID() };
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connect({ url: test.appUrl });
    admin = await connect({ url: test.adminUrl, poolSize: 1 });
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
    await Promise.all([database.close(), admin.close()]);
    await test.drop();
  });

  const count = (context: object, table: string) =>
    database.tx(context, async (tx) => (await tx.query(`SELECT FROM passports.${table}`)).length);

  it('shows rows to their organisation alone, and none when no organisation is set', async () => {
    expect(await count(own, 'passport')).toBe(1);
    expect(await count({}, 'passport')).toBe(0);
    expect(await count(other, 'passport')).toBe(0);
  });

  it('shows the plate to everybody', async () => {
    expect(await count({}, 'public_passport')).toBe(1);
    expect(await count(other, 'public_passport')).toBe(1);
  });

  it('locks and changes nothing of another organisation', async () => {
    const find = (context: object) => database.tx(context, (tx) => lockPassports(tx, [CODE]));
    const passport = (await find(own)).get(CODE);
    if (passport === undefined) return expect.unreachable('no passport');
    expect(passport).toMatchObject({ position: 1, ledgerPosition: 1 });
    for (const context of [other, {}]) {
      expect(await find(context)).toEqual(new Map());
      await database.tx(context, (tx) => updateHeads(tx, [{ ...passport, status: 'RETIRED' }]));
    }
    expect((await find(own)).get(CODE)).toMatchObject({ status: 'CREATED' });
    await database.tx(own, (tx) => updateHeads(tx, [{ ...passport, status: 'PROCURED' }]));
    expect((await find(own)).get(CODE)).toMatchObject({ status: 'PROCURED' });
  });

  it.each([
    [`UPDATE passports.passport SET status = 'RETIRED'`],
    [`UPDATE passports.passport SET org_id = gen_random_uuid()`],
    ['INSERT INTO passports.passport (code) VALUES (NULL)'],
    ['DELETE FROM passports.passport'],
    ['TRUNCATE passports.passport'],
    ['SELECT FROM passports.code_sequence'],
    ['DELETE FROM passports.code_sequence'],
    [`UPDATE passports.code_sequence SET last = 5`],
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
    ['a month 13', { manufactured_at: '2026-13' }],
    ['a GTIN of 13 digits', { gtin: '9506000134352' }],
    ['a GIAI with a space', { giai: '9506000 1' }],
    ['a flag nobody knows', { flags: ['LOST'] }],
    ['a position before the first', { position: 0 }],
  ])('refuses a row with %s, whoever writes it', async (_, wrong) => {
    const code = 'DP-MED-2601-PF-CN-000009-5C';
    const stream = createHash('sha256').update(`luna/stream/1\npassport:${code}`).digest();
    const right = {
      ...{ code, stream, status: 'CREATED', position: 1, flags: [] },
      ...{ manufactured_at: null, gtin: null, giai: null },
    };
    const row = { ...right, ...wrong };
    const insert = (values: Record<keyof typeof right, unknown>) =>
      admin.tx({}, async (tx) => {
        await tx.execute(
          `INSERT INTO passports.passport (org_id, code, stream, company, product_type, origin,
             manufacturer, model, serial_number, status, position, flags, manufactured_at, gtin, giai)
           VALUES ($1, $2, $3, 'MED', 'PF', 'CN', 'm', 'm', $4, $5, $6, $7, $8, $9, $10)`,
          [
            own.organizationId,
            ...[values.code, values.stream, randomUUID(), values.status, values.position],
            ...[values.flags, values.manufactured_at, values.gtin, values.giai],
          ],
        );
        throw new Error('the row was accepted');
      });
    await expect(insert(row)).rejects.toMatchObject({ code: '23514' });
    await expect(insert(right)).rejects.toThrow('the row was accepted');
  });
});
