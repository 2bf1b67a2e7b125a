import { createChainClients } from '@luna/chain';
import { createContentStore, type ContentStore } from '@luna/content';
import { append, connect, type Database, type Tx } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { startStand, type Stand } from '@luna/indexer/testing';
import { required } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassports } from '../../../api/src/modules/passports/use/create-passports.ts';
import { auditDatabase, readChainAnchors, recoverLog, type ChainAnchor } from './index.ts';
import { DatabaseCopies, inDatabase } from './testing/database-copies.ts';
import { writeAnchored } from './testing/write-anchored.ts';

/** The month of the codes. */
const NOW = Date.parse('2026-01-15T00:00:00Z');
const authorRow = z.object({ organizationId: z.string(), actorId: z.string() });
type Author = z.output<typeof authorRow>;

let stand: Stand;
let store: ContentStore;
let anchors: ChainAnchor[];
let copies: DatabaseCopies;
let older: string;
let author: Author;
let serial = 0;

/** Creates devices of a type, all made in the same month; tells type and number of their codes. */
async function create(tx: Tx, productType: 'PF' | 'QI', count: number): Promise<string[]> {
  const items = Array.from({ length: count }, () => ({
    company: 'MED',
    productType,
    origin: 'CN',
    manufacturer: 'Medtec',
    model: 'X1',
    serialNumber: String((serial += 1)),
  }));
  const outcomes = await createPassports(tx, author, NOW, items);
  return outcomes.map((outcome) =>
    outcome.done ? outcome.value.code.slice(12, 24) : String(outcome.error),
  );
}

/** Acts on a copy as a role. */
async function on<T>(copy: string, url: string, act: (database: Database) => Promise<T>) {
  const database = await connect({ url: inDatabase(url, copy), poolSize: 1 });
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}
const asApp = <T>(
  copy: string,
  act: (tx: Tx) => Promise<T>,
  organizationId = author.organizationId,
) => on(copy, stand.appUrl, (database) => database.tx({ organizationId }, act));
const recover = (copy: string) =>
  on(copy, stand.migrateUrl, (database) =>
    recoverLog({ database, anchors, read: (cid) => store.get(cid) }),
  );

beforeAll(async () => {
  stand = await startStand();
  const { config } = stand;
  copies = new DatabaseCopies(stand.adminUrl);
  const [operator] = await on(copies.original, stand.appUrl, (database) =>
    database.tx({}, (tx) =>
      tx.rows(
        authorRow,
        'SELECT id AS "organizationId", bootstrap_actor AS "actorId" FROM organizations.organization',
      ),
    ),
  );
  author = authorRow.parse(operator);
  await writeAnchored(stand, ORG, (tx) => append(tx, [note('device-1'), note('device-2')]));
  await writeAnchored(stand, author.organizationId, (tx) => create(tx, 'PF', 2));
  older = await copies.make();
  await writeAnchored(stand, ORG, (tx) => append(tx, [note('device-1', 'lost')]));
  await writeAnchored(stand, author.organizationId, async (tx) => {
    await create(tx, 'PF', 3);
    await create(tx, 'QI', 1);
  });
  const urls = required(config, 'RPC_URLS');
  const clients = createChainClients({ chainId: config.CHAIN_ID, urls });
  store = await createContentStore({ path: config.paths.ipfs });
  anchors = await readChainAnchors(clients, required(config, 'PASSPORT_LOG'), 0);
});
afterAll(async () => {
  await store.close();
  await copies.drop();
  await stand.stop();
});

describe('recoverLog', () => {
  it('refills an older backup from the public record; what remains lost is named', async () => {
    const copy = await copies.make(older);
    expect(await recover(copy)).toEqual({ from: 4, to: 9 });
    await expect(recover(copy)).rejects.toMatchObject({ code: 'NOTHING_TO_RECOVER' });
    const { findings } = await on(copy, stand.auditUrl, (database) =>
      auditDatabase({ database, trust: stand.trust, anchors, read: (cid) => store.get(cid) }),
    );
    expect(findings.map(({ code }) => code)).toEqual(
      Array.from({ length: 5 }, () => 'PAYLOAD_LOST'),
    );
  });

  it('error: events written after the restore are not run over', async () => {
    const copy = await copies.make(older);
    await asApp(copy, (tx) => append(tx, [note('device-1', 'after')]), ORG);
    await expect(recover(copy)).rejects.toMatchObject({ code: 'RECOVERY_CONFLICT' });
  });

  it('lets the next device of a sequence have the next code that was never given out', async () => {
    const copy = await copies.make(older);
    await recover(copy);
    const codes = await asApp(copy, (tx) => create(tx, 'PF', 2));
    expect(codes).toEqual(['PF-CN-000006', 'PF-CN-000007']);
  });

  it('begins a sequence that was lost as a whole behind the codes that were given out', async () => {
    const copy = await copies.make(older);
    await recover(copy);
    expect(await asApp(copy, (tx) => create(tx, 'QI', 1))).toEqual(['QI-CN-000002']);
  });
});
