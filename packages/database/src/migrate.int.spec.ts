import { createTestDatabase } from '@luna/local/testing';
import { expect, inject, it } from 'vitest';
import { connect, guardDamage, guardListing, migrate, revertAll } from './index.ts';

it('goes up, down and up again, and arrives at the same guards', async () => {
  const test = await createTestDatabase({ migrated: false });
  const options = { adminUrl: test.adminUrl, passwords: inject('postgres').passwords };
  const listing = async () => {
    const database = await connect({ url: test.adminUrl, poolSize: 1 });
    try {
      return await database.tx({}, (tx) => guardListing(tx));
    } finally {
      await database.close();
    }
  };
  await migrate(options);
  const first = await listing();
  await migrate(options);
  expect(await listing()).toEqual(first);
  await revertAll(options);
  expect((await listing()).filter((line) => line.startsWith('table ledger.'))).toEqual([]);
  await migrate(options);
  expect(await listing()).toEqual(first);
  await test.drop();
});

it('makes exactly the guards of guards.txt', async () => {
  const test = await createTestDatabase();
  const database = await connect({ url: test.auditUrl, poolSize: 1 });
  try {
    expect(await database.tx({}, (tx) => guardDamage(tx))).toEqual({ missing: [], unexpected: [] });
  } finally {
    await database.close();
    await test.drop();
  }
});
