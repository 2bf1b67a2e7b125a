import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { append, bigint, connect, erasePayload, type Database } from './index.ts';
import { ACTOR, note, ORG, OTHER_ORG } from './testing/events.ts';

let test: TestDatabase;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = await connect({ url: test.appUrl, poolSize: 2 });
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const by = (org: string) => ({
  org,
  actor: ACTOR,
  access: ['public' as const],
  occurredAt: '2026-01-01T00:00:00.000Z',
});
const erase = (position: number, org = ORG) =>
  app.tx({ organizationId: org }, (tx) =>
    erasePayload(tx, { stream: note('E').stream, position, reason: 'named a person', by: by(org) }),
  );
const rows = () =>
  app.tx({ organizationId: ORG }, (tx) =>
    tx.rows(
      z.object({ position: bigint, kind: z.string(), disclosed: z.boolean() }),
      `SELECT e.position, e.kind, p.bytes IS NOT NULL AS disclosed
       FROM ledger.event e LEFT JOIN ledger.payload p USING (stream, position)
       WHERE e.stream = $1 ORDER BY position`,
      [note('E').stream],
    ),
  );

it('removes the payload, keeps the entry and says so in the same stream', async () => {
  await app.tx({ organizationId: ORG }, (tx) => append(tx, [note('E', 'call Mr X'), note('E')]));
  expect(await erase(1)).toBe(3);
  expect(await rows()).toEqual([
    { position: 1, kind: 'passport.noted', disclosed: false },
    { position: 2, kind: 'passport.noted', disclosed: true },
    { position: 3, kind: 'payload.erased', disclosed: true },
  ]);
});

it('error: refuses facts, events of others and events that are not there', async () => {
  // The third event is the erasure itself, which is no personal data.
  await expect(erase(3)).rejects.toMatchObject({ code: 'KIND_NOT_ERASABLE' });
  await expect(erase(2, OTHER_ORG)).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
  await expect(erase(9)).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
  expect(await rows()).toHaveLength(3);
});

it('error: a statement that names another event than it erases is refused', async () => {
  const forged = app.tx({ organizationId: ORG }, (tx) =>
    tx.query(`SELECT ledger.erase_payload($1, 2, $2, $3, $4, $4)`, [
      note('E').stream,
      Buffer.from(JSON.stringify({ data: { erases: { position: 1 }, reason: 'x' } })),
      Buffer.alloc(32),
      ORG,
    ]),
  );
  await expect(forged).rejects.toMatchObject({ code: 'ERASURE_MISMATCH' });
});
