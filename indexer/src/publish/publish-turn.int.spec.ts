import { randomUUID } from 'node:crypto';
import { listAnchors } from '@luna/chain';
import { append, appendAudit, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createLogger } from '@luna/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIndexer, type Indexer } from '../indexer.ts';
import { readHead } from '../seal/log-head.ts';
import { startStand, type Stand } from '../testing/stand.ts';

let stand: Stand;
let indexer: Indexer;
let app: Database;
beforeAll(async () => {
  stand = await startStand();
  app = await connect({ url: stand.appUrl });
  indexer = await startIndexer(stand.config, createLogger({ name: 'indexer', level: 'warn' }));
});
afterAll(async () => {
  await indexer.stop();
  await app.close();
  await stand.stop();
});

const audit = (actor: string, occurredAt: string) =>
  app.tx({ organizationId: ORG }, (tx) =>
    appendAudit(tx, { org: ORG, actor, occurredAt, data: { act: 'session.started', from: {} } }),
  );
const sealed = async () => (await app.tx({}, readHead))?.size ?? 0;
const anchored = async () =>
  Math.max(0, ...(await app.tx({}, (tx) => listAnchors(tx, 31_337))).map(({ size }) => size));

it('audit entries alone call for no anchor; the next other entry takes them along', async () => {
  for (let i = 0; i < 3; i += 1) await audit(randomUUID(), new Date().toISOString());
  await expect.poll(sealed, { timeout: 15_000 }).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(await anchored()).toBe(0);
  await app.tx({ organizationId: ORG }, (tx) => append(tx, [note('device-1', 'at last')]));
  await expect.poll(anchored, { timeout: 30_000 }).toBe(4);
});
