import { createHash } from 'node:crypto';
import { createChainClients } from '@luna/chain';
import { cidFromDigest, createContentStore, readManifest, type ContentStore } from '@luna/content';
import { append, connect } from '@luna/database';
import { attached, ORG, published } from '@luna/database/testing';
import { startStand, type Stand } from '@luna/indexer/testing';
import { required } from '@luna/runtime';
import { hexToBytes } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditDatabase, readChainAnchors } from './index.ts';
import { DatabaseCopies, inDatabase } from './testing/database-copies.ts';
import { writeAnchored } from './testing/write-anchored.ts';

let stand: Stand;
let store: ContentStore;
let copies: DatabaseCopies;
beforeAll(async () => {
  stand = await startStand();
  store = await createContentStore({ path: stand.config.paths.ipfs });
  copies = new DatabaseCopies(stand.adminUrl);
});
afterAll(async () => {
  await store.close();
  await copies.drop();
  await stand.stop();
});

it('public documents leave with the next manifest, and the audit reads them', async () => {
  const bytes = Buffer.from('x'.repeat(1_500_000));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const document = { sha256, length: bytes.length, cid: await store.addFile(bytes) };
  await writeAnchored(stand, ORG, (tx) =>
    append(tx, [
      attached('device-1', { sha256, length: bytes.length }, 'owner'),
      published('device-1', document),
      attached('device-2', { sha256: 'ab'.repeat(32), length: 1 }),
    ]),
  );
  const clients = createChainClients({
    chainId: stand.config.CHAIN_ID,
    urls: required(stand.config, 'RPC_URLS'),
  });
  const anchors = await readChainAnchors(clients, required(stand.config, 'PASSPORT_LOG'), 0);
  const newest = cidFromDigest(hexToBytes(anchors.at(-1)?.manifest ?? '0x'));
  expect((await readManifest((cid) => store.get(cid), newest)).documents).toEqual([document]);

  const audit = async (name: string, read = (cid: string) => store.get(cid)) => {
    const database = await connect({ url: inDatabase(stand.auditUrl, name), poolSize: 1 });
    try {
      const { findings } = await auditDatabase({ database, trust: stand.trust, anchors, read });
      return findings.map(({ code }) => code);
    } finally {
      await database.close();
    }
  };
  expect(await audit(copies.original)).toEqual([]);
  const other = (cid: string) =>
    cid === document.cid ? Promise.resolve(bytes.subarray(1)) : store.get(cid);
  expect(await audit(copies.original, other)).toEqual(['PUBLISHED_DOCUMENT_DIFFERS']);

  const copy = await copies.make();
  await copies.run(
    `SET event_triggers = off; ALTER TABLE ledger.payload DISABLE TRIGGER USER;
     UPDATE ledger.payload SET json = jsonb_set(json, '{access}', '["owner"]') WHERE position = 2;
     ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER refuse_insert;
     ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER refuse_change;
     ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER refuse_truncate`,
    copy,
  );
  expect(await audit(copy)).toEqual(['JSON_ALTERED', 'PUBLISHED_DOCUMENT_UNKNOWN']);
});
