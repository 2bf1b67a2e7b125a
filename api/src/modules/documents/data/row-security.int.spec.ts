import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  documentsFor,
  findDocument,
  insertDocument,
  listDocuments,
  makePublic,
  unnamedBlobs,
  type Document,
} from './documents.ts';

const CODE = 'DP-MED-2601-PF-CN-000001-0A';
const document = (sha256: string, more: Partial<Document> = {}): Document => ({
  sha256: sha256.repeat(64),
  name: 'a.txt',
  mediaType: 'text/plain',
  length: 1,
  width: null,
  height: null,
  access: ['owner'],
  cid: null,
  position: Number.parseInt(sha256, 16),
  publishedPosition: null,
  attachedAt: 0,
  ...more,
});

describe('passports.document', () => {
  let test: TestDatabase;
  let admin: Database;
  let database: Database;
  let anybody: Database;
  const [owner, party, stranger] = Array.from({ length: 3 }, () => ({
    organizationId: randomUUID(),
    actorId: randomUUID(),
  })) as [Author, Author, Author];
  const passport = randomUUID();

  beforeAll(async () => {
    test = await createTestDatabase();
    admin = await connect({ url: test.adminUrl, poolSize: 1 });
    database = await connect({ url: test.appUrl });
    anybody = await connect({ url: test.publicUrl, poolSize: 1 });
    await admin.tx({}, async (tx) => {
      for (const { organizationId } of [owner, party, stranger]) {
        await tx.execute(
          `INSERT INTO organizations.organization (id, name, status) VALUES ($1, 'x', 'APPROVED')`,
          [organizationId],
        );
      }
      await tx.execute(
        `INSERT INTO passports.passport (id, org_id, code, stream, company, product_type, origin,
           manufacturer, model, serial_number, status, position)
         VALUES ($1, $2, $3, sha256('\\x6c756e612f73747265616d2f310a'::bytea || convert_to('passport:' || $3, 'UTF8')),
           'MED', 'PF', 'CN', 'a', 'b', 'c', 'CREATED', 1)`,
        [passport, owner.organizationId, CODE],
      );
      await tx.execute(
        `INSERT INTO organizations.party (subject, org_id, part) VALUES ($1, $2, 'service')`,
        [passport, party.organizationId],
      );
    });
    await database.tx(owner, async (tx) => {
      await insertDocument(tx, passport, document('a'));
      await insertDocument(tx, passport, document('b', { access: ['interest'] }));
      await insertDocument(tx, passport, document('c', { access: ['authority'] }));
      const open = { access: ['public' as const], cid: 'bafy', publishedPosition: 13 };
      await insertDocument(tx, passport, document('d', open));
    });
  });
  afterAll(async () => {
    await Promise.all([admin.close(), database.close(), anybody.close()]);
    await test.drop();
  });

  const seen = async (reader: Author | undefined, through = database) => {
    const rows = await through.tx(reader ?? {}, (tx) =>
      listDocuments(tx, documentsFor(reader), passport, { after: 0, limit: 10 }),
    );
    return rows.map(({ sha256 }) => sha256[0]).join('');
  };

  it('shows each reader what is theirs to see today', async () => {
    expect(await seen(owner)).toBe('abcd');
    expect(await seen(party)).toBe('bd');
    expect(await seen(stranger)).toBe('d');
    expect(await seen(undefined, anybody)).toBe('d');
    const withoutContext = await database.tx({}, (tx) =>
      tx.query('SELECT sha256 FROM passports.document'),
    );
    expect(withoutContext).toHaveLength(1);
  });

  it('goes along with the device', async () => {
    const move = (to: Author) =>
      admin.tx({}, (tx) =>
        tx.execute('UPDATE passports.passport SET org_id = $1', [to.organizationId]),
      );
    await move(stranger);
    expect([await seen(owner), await seen(stranger)]).toEqual(['d', 'abcd']);
    await move(owner);
  });

  it.each([
    ['party', () => party],
    ['stranger', () => stranger],
  ])('is written by the owner alone, not by a %s', async (_, who) => {
    await expect(
      database.tx(who(), (tx) => insertDocument(tx, passport, document('e'))),
    ).rejects.toMatchObject({ code: '42501' });
    const publication = { sha256: 'b'.repeat(64), cid: 'bafy', position: 20 };
    expect(await database.tx(who(), (tx) => makePublic(tx, passport, publication))).toBe(false);
  });

  it('names the same bytes once per passport', async () => {
    const again = document('a', { position: 30 });
    await expect(
      database.tx(owner, (tx) => insertDocument(tx, passport, again)),
    ).rejects.toMatchObject({ code: 'DOCUMENT_EXISTS' });
  });

  it.each([
    ['public without a CID', { access: ['public' as const] }],
    ['a CID without being public', { cid: 'bafy', publishedPosition: 14 }],
    ['nobody', { access: [] }],
    ['half a size', { width: 3 }],
    ['no bytes', { length: 0 }],
  ])('is not: %s', async (_, more) => {
    await expect(
      database.tx(owner, (tx) => insertDocument(tx, passport, document('e', more))),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it.each([
    'DELETE FROM passports.document',
    'TRUNCATE passports.document',
    `UPDATE passports.document SET sha256 = repeat('f', 64)`,
    `UPDATE passports.document SET name = 'x'`,
  ])('as luna_app nobody may: %s', async (sql) => {
    await expect(database.tx(owner, (tx) => tx.execute(sql))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('is never taken back once it is public', async () => {
    const sql = `UPDATE passports.document SET cid = NULL, published_position = NULL, access = '{owner}'`;
    await expect(database.tx(owner, (tx) => tx.execute(sql))).rejects.toMatchObject({
      code: '42501',
    });
    const found = await database.tx(owner, (tx) =>
      findDocument(tx, 'passports.document', passport, 'd'.repeat(64)),
    );
    expect(found).toMatchObject({ cid: 'bafy' });
  });

  it.each(['passports.document', 'passports.unnamed_blobs(ARRAY[$$a$$])'])(
    'anonymous readers get nothing of %s',
    async (relation) => {
      await expect(
        anybody.tx({}, (tx) => tx.query(`SELECT * FROM ${relation}`)),
      ).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('tells the sweep what no restricted document of anybody names', async () => {
    const digests = ['a', 'c', 'd', 'f'].map((letter) => letter.repeat(64));
    const unnamed = await database.tx({}, (tx) => unnamedBlobs(tx, digests));
    expect(unnamed.map(([letter]) => letter).sort()).toEqual(['d', 'f']);
  });
});

type Author = { organizationId: string; actorId: string };
