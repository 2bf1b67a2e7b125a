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

  it('goes by its row alone from then on', async () => {
    const group = { ...GROUP, origin: 'FR' };
    await lock(group);
    await database.tx({ organizationId }, (tx) =>
      tx.execute(`UPDATE passports.code_sequence SET last = 7 WHERE origin = 'FR'`),
    );
    expect(await lock(group)).toEqual([7]);
  });
});
