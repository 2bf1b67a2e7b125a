import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContentStore, type ContentStore } from '@luna/content';
import { append, connect, type Database } from '@luna/database';
import { attached, note, ORG, published } from '@luna/database/testing';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { createLogger } from '@luna/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeOver, type Leadership } from '../leader.ts';
import { openLog, readHead } from '../seal/log-head.ts';
import { sealBatch } from '../seal/seal-batch.ts';
import { publicDocuments } from './public-documents.ts';

describe('publicDocuments', () => {
  let test: TestDatabase;
  let app: Database;
  let database: Database;
  let store: ContentStore;
  let folder: string;
  let leadership: Leadership;
  let warnings: string[];
  beforeEach(async () => {
    test = await createTestDatabase();
    app = await connect({ url: test.appUrl, poolSize: 1 });
    database = await connect({ url: test.indexerUrl, poolSize: 2 });
    await database.tx({}, (tx) => openLog(tx, 'dev.luna/01234567'));
    leadership = await takeOver(database, 'seal', 'test');
    folder = await mkdtemp(join(tmpdir(), 'luna-documents-'));
    store = await createContentStore({ path: join(folder, 'ipfs') });
    warnings = [];
  });
  afterEach(async () => {
    await Promise.all([app.close(), database.close(), store.close()]);
    await rm(folder, { recursive: true });
    await test.drop();
  });

  /** Writes events, one transaction each, and seals them; tells the size before and after. */
  const seal = async (...events: Parameters<typeof append>[1]) => {
    const size = async () => (await database.tx({}, readHead))?.size ?? 0;
    const from = await size();
    for (const event of events) {
      await app.tx({ organizationId: ORG }, (tx) => append(tx, [event]));
    }
    await expect
      .poll(async () => {
        await database.tx({}, (tx) => sealBatch(tx, leadership, 1000));
        return size();
      })
      .toBe(from + events.length);
    return { from, to: from + events.length };
  };
  const links = ({ from, to }: { from: number; to: number }) => {
    const logger = createLogger({
      name: 'test',
      level: 'warn',
      destination: { write: (line) => void warnings.push(line) },
    });
    return publicDocuments({ database, store, logger }, from, to);
  };
  const fileOf = async (text: string, keep = true) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const elsewhere = await createContentStore({ path: join(folder, 'elsewhere') });
    const cid = await (keep ? store : elsewhere).addFile(bytes);
    await elsewhere.close();
    return { sha256, length: bytes.length, cid };
  };
  const attachedBare = ({ sha256, length }: { sha256: string; length: number }) =>
    attached('device-1', { sha256, length }, 'owner');

  it('links what the entries make public, in the order of SHA-256, once', async () => {
    const photo = await fileOf('photo');
    const manual = await fileOf('x'.repeat(2_500_000));
    const range = await seal(
      attached('device-1', photo),
      attached('device-2', photo),
      attachedBare(manual),
      published('device-1', manual),
    );
    const ascending = [photo, manual].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    expect(await links(range)).toEqual(ascending);
    const later = await seal(note('device-1'), published('device-1', photo));
    expect(await links(later)).toEqual([photo]);
    expect(await links({ from: range.from, to: range.from + 1 })).toEqual([photo]);
    expect(warnings).toEqual([]);
  });

  it('links nothing that is not public', async () => {
    const file = await fileOf('secret');
    expect(await links(await seal(attachedBare(file)))).toEqual([]);
    expect(await links(await seal(attached('device-1', file, 'owner')))).toEqual([]);
    expect(await links(await seal(published('device-1', file, 'owner')))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('a company that names what is not there stops nothing and hides nothing', async () => {
    const good = await fileOf('good');
    const other = await fileOf('other');
    const away = await fileOf('away', false);
    const range = await seal(
      attached('device-1', { ...good, cid: 'aaaaaaaa' }),
      attached('device-1', { ...good, cid: other.cid }),
      attached('device-1', { ...good, length: 3 }),
      attached('device-2', { ...good, length: 5_000 }),
      attached('device-3', good),
      attached('device-1', away),
      attached('device-4', { ...good, cid: await store.put(Uint8Array.of(0xa0), 'dag-cbor') }),
    );
    expect(await links(range)).toEqual([good]);
    expect(warnings).toHaveLength(6);
  });

  it('waits for a store that is away', async () => {
    const range = await seal(attached('device-1', await fileOf('photo')));
    await store.close();
    store = await createContentStore({ ipfsApiUrl: 'http://127.0.0.1:1' });
    await expect(links(range)).rejects.toMatchObject({ code: 'CONTENT_UNAVAILABLE' });
    expect(warnings).toEqual([]);
  });
});
