import { listAnchors } from '@luna/chain';
import {
  manifestCheckpoint,
  walkManifests,
  createContentStore,
  cidFromDigest,
} from '@luna/content';
import { append, connect, type Database } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createLogger } from '@luna/runtime';
import { hexToBytes } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIndexer, type Indexer } from './indexer.ts';
import { readHead } from './seal/log-head.ts';
import { startStand, type Stand } from './testing/stand.ts';

const logger = createLogger({ name: 'indexer', level: 'warn' });

let stand: Stand;
let indexer: Indexer;
let app: Database;
beforeAll(async () => {
  stand = await startStand();
  app = await connect({ url: stand.appUrl });
  indexer = await startIndexer(stand.config, logger);
});
afterAll(async () => {
  await indexer.stop();
  await app.close();
  await stand.stop();
});

const finalSizes = async () =>
  (await app.tx({}, (tx) => listAnchors(tx, 31_337)))
    .filter((anchor) => anchor.finalised)
    .map((anchor) => anchor.size);

it('carries events from the ledger to a final anchor whose manifests lead back to entry 0', async () => {
  for (let i = 0; i < 5; i += 1) {
    await app.tx({ organizationId: ORG }, (tx) =>
      append(
        tx,
        Array.from({ length: 100 }, (_, n) => note(`device-${n % 7}`, `${i}/${n}`)),
      ),
    );
  }
  await expect.poll(finalSizes, { timeout: 30_000, interval: 200 }).toContain(500);
  const anchors = await app.tx({}, (tx) => listAnchors(tx, 31_337));
  expect(anchors.map((anchor) => anchor.index)).toEqual(anchors.map((_, i) => i + 1));
  const newest = anchors.at(-1);
  const head = await app.tx({}, readHead);
  expect(newest?.root).toBe(`0x${Buffer.from(head?.root ?? []).toString('hex')}`);

  const store = await createContentStore({ path: stand.config.paths.ipfs });
  const cid = cidFromDigest(hexToBytes(newest?.manifest ?? '0x'));
  const sizes: number[] = [];
  for await (const { manifest } of walkManifests((id) => store.get(id), cid)) {
    sizes.push(manifestCheckpoint(manifest).size);
  }
  await store.close();
  expect(sizes).toEqual(anchors.map((anchor) => anchor.size).reverse());
});

it('sends nothing while nothing happens', async () => {
  const before = await finalSizes();
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(await finalSizes()).toEqual(before);
});

it('lets a standby take over within seconds', async () => {
  const standby = await startIndexer(stand.config, logger);
  await indexer.stop();
  await app.tx({ organizationId: ORG }, (tx) => append(tx, [note('after-the-take-over')]));
  await expect.poll(finalSizes, { timeout: 15_000, interval: 200 }).toContain(501);
  indexer = standby;
});
