import { readFile } from 'node:fs/promises';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { commitment, decodeEntry, entryLeaf, fromHex, parsePayload, toHex } from '@luna/record';
import { Client, DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { append, bigint, bytea, connect, type Database, type NewEvent } from './index.ts';
import { note, ORG, OTHER_ORG } from './testing/events.ts';

const eventRow = z.object({
  stream: bytea,
  position: bigint,
  kind: z.string(),
  entry: bytea,
  leaf_hash: bytea,
  recorded_at: bigint,
  bytes: bytea,
  salt: bytea,
});

const VECTORS = new URL('../../../docs/spec/vectors/entry.json', import.meta.url);
const vectorFile = z.object({
  entries: z.array(
    z.object({
      fields: z.object({
        codec: z.int(),
        kind: z.string(),
        stream: z.string(),
        position: z.int(),
        recordedAt: z.int(),
        previous: z.string(),
        commitment: z.string(),
      }),
      entry: z.string(),
      leaf: z.string(),
    }),
  ),
});

let test: TestDatabase;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = await connect({ url: test.appUrl, poolSize: 32 });
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const write = (...events: NewEvent[]) =>
  app.tx({ organizationId: ORG }, (tx) => append(tx, events));
const history = (event: NewEvent) =>
  app.tx({ organizationId: ORG }, (tx) =>
    tx.rows(
      eventRow,
      `SELECT stream, position, kind, entry, leaf_hash, recorded_at, bytes, salt
       FROM ledger.event JOIN ledger.payload USING (stream, position)
       WHERE stream = $1 ORDER BY position`,
      [event.stream],
    ),
  );

describe('append', () => {
  it('links the events of a stream and commits to the bytes it stored', async () => {
    await write(note('A', 'one'), note('A', 'two'));
    await write(note('A', 'three'));
    const rows = await history(note('A'));
    expect(rows.map((row) => row.position)).toEqual([1, 2, 3]);
    let previous = '00'.repeat(32);
    for (const row of rows) {
      const entry = decodeEntry(row.entry);
      expect(toHex(entry.previous)).toBe(previous);
      expect(toHex(entryLeaf(row.entry))).toBe(toHex(row.leaf_hash));
      expect(toHex(entry.commitment)).toBe(toHex(commitment(row.salt, row.bytes)));
      expect(entry.recordedAt).toBe(row.recorded_at);
      previous = toHex(row.leaf_hash);
    }
    const texts = rows.map((row) => parsePayload('passport.noted', row.bytes).data.text);
    expect(texts).toEqual(['one', 'two', 'three']);
  });

  it('answers in the order given, whatever the order of the streams', async () => {
    const names = ['z', 'a', 'm', 'a', 'z'];
    const appended = await write(...names.map((name) => note(`order-${name}`)));
    expect(appended.map((event) => event.position)).toEqual([1, 1, 1, 2, 2]);
    const rows = await history(note('order-z'));
    expect(appended[4]?.leafHash).toEqual(rows[1]?.leaf_hash);
  });

  it('agrees with the published vectors', async () => {
    const { entries } = vectorFile.parse(JSON.parse(await readFile(VECTORS, 'utf8')));
    expect(entries.length).toBeGreaterThan(2);
    for (const { fields: f, entry, leaf } of entries) {
      const row = await app.tx({}, (tx) =>
        tx.row(
          z.object({ entry: z.string(), leaf: z.string() }),
          `WITH e AS (SELECT ledger.entry_start($1::smallint, $2, $3) || int8send($4::bigint)
             || int8send($5::bigint) || $6::bytea || $7::bytea AS entry)
           SELECT encode(entry, 'hex') AS entry, encode(sha256('\\x00'::bytea || entry), 'hex') AS leaf FROM e`,
          [
            f.codec,
            f.kind,
            fromHex(f.stream),
            f.position,
            f.recordedAt,
            fromHex(f.previous),
            fromHex(f.commitment),
          ],
        ),
      );
      expect(row).toEqual({ entry, leaf });
    }
  });

  it('error: another position than expected writes nothing and may be retried', async () => {
    await write(note('B'));
    const conflict = write(note('B-other'), note('B', 'late', { expectedPosition: 1 }));
    await expect(conflict).rejects.toMatchObject({ code: 'POSITION_CONFLICT', retryable: true });
    expect(await history(note('B'))).toHaveLength(1);
    expect(await history(note('B-other'))).toHaveLength(0);
    const alone = write(note('B', 'late', { expectedPosition: 1 }));
    await expect(alone).rejects.toMatchObject({ code: 'POSITION_CONFLICT', retryable: true });
    expect(await write(note('B', 'in time', { expectedPosition: 2 }))).toMatchObject([
      { position: 2 },
    ]);
  });

  it('keeps positions dense and time non-decreasing under 32 writers of 3 streams', async () => {
    await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let i = 0; i < 10; i += 1) {
          // Opposite orders would deadlock if streams were not locked in sorted order.
          const streams = writer % 2 === 0 ? ['p', 'q'] : ['q', 'p'];
          await write(...streams.map((name) => note(`busy-${name}`)));
          await write(note('busy-r'));
        }
      }),
    );
    for (const name of ['p', 'q', 'r']) {
      const rows = await history(note(`busy-${name}`));
      expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 320 }, (_, i) => i + 1));
      const times = rows.map((row) => row.recorded_at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('error: a payload of another organisation than the context is refused by the policy', async () => {
    const foreign = write(note('C', 'forged', { org: OTHER_ORG }));
    await expect(foreign).rejects.toMatchObject({ code: '42501' });
    const nobody = app.tx({}, (tx) => append(tx, [note('C')]));
    await expect(nobody).rejects.toMatchObject({ code: '42501' });
  });
});

describe('reading payloads', () => {
  it('shows restricted ones to the organisation that wrote them only, public ones to all', async () => {
    await write(note('D', 'secret', { access: 'owner' }), note('D', 'open'));
    const count = (context: { organizationId?: string }) =>
      app.tx(context, async (tx) => {
        const rows = await tx.query('SELECT 1 FROM ledger.payload WHERE stream = $1', [
          note('D').stream,
        ]);
        return rows.length;
      });
    expect(await count({ organizationId: ORG })).toBe(2);
    expect(await count({ organizationId: OTHER_ORG })).toBe(1);
    expect(await count({})).toBe(1);
  });
});

describe('guards', () => {
  /** The SQLSTATE and constraint a statement is refused with. */
  const refusalOf = async (url: string, sql: string): Promise<string> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      return `${error.code ?? ''} ${error.constraint ?? ''}`.trimEnd();
    } finally {
      await client.end();
    }
  };
  const as = async (url: string, sql: string) => (await refusalOf(url, sql)).split(' ')[0];
  const DENIED = '42501';
  const APPEND_ONLY = '23001';

  it.each([
    [
      'app sets its own xid',
      'appUrl',
      `INSERT INTO ledger.event SELECT stream, position + 1000, uuidv7(), kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at, '3'::xid8 FROM ledger.event LIMIT 1`,
    ],
    ['app updates', 'appUrl', `UPDATE ledger.event SET kind = kind`],
    ['app deletes', 'appUrl', `DELETE FROM ledger.payload`],
    ['app truncates', 'appUrl', `TRUNCATE ledger.event`],
    ['app disables a trigger', 'appUrl', `ALTER TABLE ledger.event DISABLE TRIGGER ALL`],
    [
      'app replaces a guard',
      'appUrl',
      `CREATE OR REPLACE FUNCTION guard.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    ],
    ['app becomes the owner', 'appUrl', `SET ROLE luna_owner`],
    ['app writes the log', 'appUrl', `INSERT INTO log.leaf VALUES (1000000, '\\x00', 1)`],
    [
      'indexer writes events',
      'indexerUrl',
      `INSERT INTO ledger.event SELECT * FROM ledger.event LIMIT 1`,
    ],
    ['indexer reads payloads', 'indexerUrl', `SELECT * FROM ledger.payload`],
    ['auditor writes', 'auditUrl', `SET transaction_read_only = off; DELETE FROM log.tile`],
    ['queue reads events', 'queueUrl', `SELECT * FROM ledger.event`],
    [
      'superuser adds a rule',
      'adminUrl',
      `CREATE RULE r AS ON INSERT TO ledger.event DO INSTEAD NOTHING`,
    ],
    ['superuser grants', 'adminUrl', `GRANT UPDATE ON ledger.event TO luna_app`],
    ['superuser adds a policy', 'adminUrl', `CREATE POLICY p ON ledger.payload USING (true)`],
    ['superuser drops a trigger', 'adminUrl', `DROP TRIGGER refuse_change ON ledger.event`],
    [
      'superuser replaces a guard',
      'adminUrl',
      `CREATE OR REPLACE FUNCTION guard.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    ],
    [
      'superuser adds a function',
      'adminUrl',
      `CREATE FUNCTION ledger.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    ],
    ['superuser alters a table', 'adminUrl', `ALTER TABLE ledger.event ADD COLUMN x int`],
  ] as const)('refuses: %s', async (_, who, sql) => {
    await write(note('guarded'));
    expect(await as(test[who], sql)).toBe(DENIED);
  });

  it.each([
    ['update', `UPDATE ledger.event SET kind = kind`],
    ['delete', `DELETE FROM ledger.event`],
    ['delete of a payload', `DELETE FROM ledger.payload`],
    ['truncate', `TRUNCATE ledger.event`],
    [
      'update as a replica',
      `SET session_replication_role = replica; UPDATE ledger.event SET kind = kind`,
    ],
  ])('refuses even a superuser: %s', async (_, sql) => {
    await write(note('guarded'));
    expect(await as(test.adminUrl, sql)).toBe(APPEND_ONLY);
  });

  const INSERTS: [table: string, sql: string][] = [
    ['event', `INSERT INTO ledger.event SELECT * FROM ledger.event LIMIT 1`],
    ['payload', `INSERT INTO ledger.payload SELECT * FROM ledger.payload LIMIT 1`],
    ['nothing at all', `INSERT INTO ledger.event SELECT * FROM ledger.event WHERE false`],
    ['event by COPY', `COPY ledger.event (stream) FROM PROGRAM 'true'`],
  ];
  it.each(INSERTS)('refuses even a superuser who inserts past the append: %s', async (_, sql) => {
    await write(note('guarded'));
    for (const as of ['', 'SET session_replication_role = replica; ']) {
      expect(await refusalOf(test.adminUrl, `${as}${sql}`)).toBe('42501 insert_past_append');
    }
  });

  it('refuses the application and the owner too', async () => {
    const [[, sql]] = INSERTS as [[string, string]];
    expect(await as(test.appUrl, sql)).toBe(DENIED);
    const owner = `SET ROLE luna_owner; ${sql}`;
    expect(await refusalOf(test.adminUrl, owner)).toBe('42501 insert_past_append');
  });
});
