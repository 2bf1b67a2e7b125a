import { append, connect, type Database } from '@luna/database';
import { note } from '@luna/database/testing';
import { formatCode } from '@luna/passport';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginCreation } from './begin-creation.ts';

const GROUP = { company: 'MED', month: '2601', productType: 'PF', origin: 'CN' } as const;

describe('beginCreation', () => {
  let test: TestDatabase;
  let database: Database;
  let organizationId: string;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connect({ url: test.appUrl });
    const [row] = await database.tx({}, (tx) =>
      tx.query('SELECT id FROM organizations.organization WHERE operator'),
    );
    organizationId = String(row?.['id']);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const lock = (group: Parameters<typeof beginCreation>[1][number]) =>
    database.tx({ organizationId }, async (tx) => (await beginCreation(tx, [group], [])).last);

  it('begins a sequence behind the codes that the ledger knows, gaps included', async () => {
    const org = organizationId;
    for (const sequence of [1, 3, 1_003]) {
      const code = formatCode({ ...GROUP, sequence });
      await database.tx({ organizationId }, (tx) => append(tx, [note(code, 'x', { org })]));
    }
    expect(await lock(GROUP)).toEqual([1_003]);
    expect(await lock({ ...GROUP, origin: 'DE' })).toEqual([0]);
  });

  it('tells which groups are not ours, in their places', async () => {
    const admin = await connect({ url: test.adminUrl, poolSize: 1 });
    await admin.tx({}, (tx) =>
      tx.execute(
        `INSERT INTO organizations.organization (name, code, status) VALUES ('x', 'TKN', 'APPROVED')`,
      ),
    );
    await admin.close();
    const groups = ['AAA', 'TKN', 'ZZZ'].map((company) => ({ ...GROUP, company }));
    const begin = () => database.tx({ organizationId }, (tx) => beginCreation(tx, groups, []));
    expect((await begin()).last).toEqual([0, null, 0]);
    expect((await begin()).last).toEqual([0, null, 0]);
    expect((await database.tx({}, (tx) => beginCreation(tx, groups, []))).last).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('goes by its row alone from then on', async () => {
    const group = { ...GROUP, origin: 'FR' };
    await lock(group);
    const admin = await connect({ url: test.adminUrl, poolSize: 1 });
    await admin.tx({}, (tx) =>
      tx.execute(`UPDATE passports.code_sequence SET last = 7 WHERE origin = 'FR'`),
    );
    await admin.close();
    expect(await lock(group)).toEqual([7]);
  });
});
