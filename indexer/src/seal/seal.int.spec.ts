import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  append,
  bigint,
  bytea,
  connect,
  logEntries,
  logTiles,
  type Database,
} from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import {
  createSigner,
  hashLeaf,
  inclusionProof,
  openNote,
  rootOf,
  verifierFrom,
  formatVkey,
  verifyInclusion,
} from '@luna/tlog';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { takeOver, type Leadership } from '../leader.ts';
import { checkLog } from './check-log.ts';
import { openLog, readHead } from './log-head.ts';
import { sealBatch, type SealMode } from './seal-batch.ts';
import { signCheckpoint } from './sign-checkpoint.ts';
import { SignedMarkFile } from './signed-mark.ts';

const ORIGIN = 'dev.luna/01234567';

let test: TestDatabase;
let app: Database;
let indexer: Database;
let leadership: Leadership;
beforeEach(async () => {
  test = await createTestDatabase();
  app = await connect({ url: test.appUrl, poolSize: 32 });
  indexer = await connect({ url: test.indexerUrl, poolSize: 4 });
  await indexer.tx({}, (tx) => openLog(tx, ORIGIN));
  leadership = await takeOver(indexer, 'seal', 'test');
});
afterEach(async () => {
  await app.close();
  await indexer.close();
  await test.drop();
});

const write = (...events: Parameters<typeof append>[1]) =>
  app.tx({ organizationId: ORG }, (tx) => append(tx, events));
const SWEEP = { by: 'sweep', recordedBefore: Number.MAX_SAFE_INTEGER } as const;
const seal = (limit = 1000, mode?: SealMode, as = leadership) =>
  indexer.tx({}, (tx) => sealBatch(tx, as, limit, mode));

/** Other databases of the cluster may hold the cursor back for a moment. */
async function sealAll(expected: number, limit = 1000): Promise<void> {
  await expect
    .poll(
      async () => {
        while ((await seal(limit)).more);
        return (await indexer.tx({}, readHead))?.size;
      },
      { timeout: 20_000 },
    )
    .toBe(expected);
}

const leafRow = z.object({ leaf_index: bigint, stream: z.string(), position: bigint });
const leaves = () =>
  indexer.tx({}, (tx) =>
    tx.rows(
      leafRow,
      `SELECT leaf_index, encode(stream, 'hex') AS stream, position FROM log.leaf ORDER BY leaf_index`,
    ),
  );

/** What every log must satisfy: dense indexes, stream order, each event once, tiles of these leaves. */
async function expectSound(size: number): Promise<void> {
  const rows = await leaves();
  expect(rows.map((row) => row.leaf_index)).toEqual(Array.from({ length: size }, (_, i) => i));
  const next = new Map<string, number>();
  for (const { stream, position } of rows) {
    expect(position).toBe((next.get(stream) ?? 0) + 1);
    next.set(stream, position);
  }
  await indexer.tx({}, async (tx) => {
    const head = await readHead(tx);
    const tiles = logTiles(tx);
    const root = await rootOf(tiles, size);
    expect(root).toEqual(new Uint8Array(head?.root ?? []));
    const entries = await logEntries(tx, 0, size);
    for (const index of [0, Math.floor(size / 2), size - 1]) {
      const leaf = hashLeaf(entries[index] ?? new Uint8Array());
      const proof = await inclusionProof(tiles, index, size);
      expect(verifyInclusion({ index, size, leaf, root, proof })).toBe(true);
    }
  });
}

describe('sealBatch', () => {
  it('seals every event once, in stream order, while 32 writers write', async () => {
    const total = 32 * 20;
    const state = { writing: true };
    const writers = Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let i = 0; i < 20; i += 1) await write(note(`device-${(writer * 7 + i) % 12}`));
      }),
    ).finally(() => {
      state.writing = false;
    });
    while (state.writing) await seal(50);
    await writers;
    await sealAll(total, 50);
    await expectSound(total);
  });

  it('keeps positions in order when commits come in the opposite order of transaction ids', async () => {
    // B takes its id first and writes last: by id alone, position 2 would be sealed before 1.
    const late = new Client({ connectionString: test.appUrl });
    await late.connect();
    await late.query('BEGIN');
    await late.query('SELECT pg_current_xact_id()');
    await write(note('swap', 'first'));
    const org = `SET LOCAL app.current_organization_id = '${ORG}'`;
    const row = await app.tx({ organizationId: ORG }, (tx) =>
      tx.row(z.object({ bytes: bytea }), 'SELECT bytes FROM ledger.payload WHERE stream = $1', [
        note('swap').stream,
      ]),
    );
    await late.query(org);
    const salt = Buffer.alloc(32, 7);
    for (const name of ['swap', 'other']) {
      await late.query(
        `SELECT ledger.append(ARRAY[$1]::bytea[], '{passport.noted}', '{1}', ARRAY[$2]::bytea[], ARRAY[$3]::bytea[], ARRAY[$4]::uuid[], ARRAY[$4]::uuid[], '{public}', '{null}')`,
        [note(name).stream, row?.bytes, salt, ORG],
      );
    }
    await write(note('before-commit'));
    // Nothing at or above the open transaction's id may be looked at yet.
    expect((await seal(2)).sealed).toBe(0);
    await late.query('COMMIT');
    await late.end();
    await sealAll(4, 2);
    await expectSound(4);
  });

  it('loses nothing that commits after later ids were sealed', async () => {
    const slow = new Client({ connectionString: test.appUrl });
    await slow.connect();
    await slow.query(
      `BEGIN; SELECT pg_current_xact_id(); SET LOCAL app.current_organization_id = '${ORG}'`,
    );
    await write(note('fast-1'), note('fast-2'));
    await seal();
    await slow.query('ROLLBACK');
    await slow.end();
    await write(note('fast-3'));
    await sealAll(3);
    await expectSound(3);
  });

  it('finds by sweep what the cursor passed by', async () => {
    await write(note('a'));
    await sealAll(1);
    const admin = new Client({ connectionString: test.adminUrl });
    await admin.connect();
    await admin.query(`UPDATE log.head SET cursor_xid = '9000000000'`);
    await admin.end();
    await write(note('b'));
    expect((await seal()).sealed).toBe(0);
    expect((await seal(1000, SWEEP)).sealed).toBe(1);
    await expectSound(2);
  });

  it('starts over by anti-join on another server, where old transaction ids mean nothing', async () => {
    await write(note('a'), note('b'));
    await sealAll(2);
    const admin = new Client({ connectionString: test.adminUrl });
    await admin.connect();
    await admin.query(`UPDATE log.head SET cursor_xid = '9000000000', system_identifier = 'old'`);
    await admin.end();
    await write(note('c'), note('d'), note('e'));
    await sealAll(5, 2);
    await write(note('f'));
    await sealAll(6, 2);
    await expectSound(6);
  });

  it('error: a leader that was replaced writes nothing', async () => {
    await write(note('a'));
    const successor = await takeOver(indexer, 'seal', 'successor');
    await expect(seal()).rejects.toMatchObject({ code: 'LEADERSHIP_LOST' });
    expect(await leaves()).toEqual([]);
    expect(await seal(10, SWEEP, successor)).toMatchObject({ sealed: 1 });
  });

  it.each([
    [
      'a leaf before its predecessor',
      `INSERT INTO log.leaf SELECT 100, stream, 2 FROM ledger.event LIMIT 1`,
      'LEAF_ORDER',
    ],
    [
      'a leaf below its predecessor',
      `INSERT INTO log.leaf SELECT -1, stream, 2 FROM log.leaf LIMIT 1`,
      'LEAF_ORDER',
    ],
    [
      'a second leaf',
      `INSERT INTO log.leaf SELECT 100, stream, 1 FROM log.leaf LIMIT 1`,
      'ALREADY_SEALED',
    ],
  ])('error: the database refuses %s', async (_, sql, code) => {
    await write(note('a'), note('b'));
    if (code !== 'LEAF_ORDER' || sql.includes('FROM log.leaf')) await sealAll(2);
    await expect(indexer.tx({}, (tx) => tx.execute(sql))).rejects.toMatchObject({ code });
  });

  it.each([
    ['a smaller head', 'UPDATE log.head SET size = 0', 'head_growth'],
    ['another root', `UPDATE log.head SET root = sha256('x')`, 'head_growth'],
    ['a rewritten tile', `UPDATE log.tile SET hashes = sha256('x')`, 'tile_growth'],
  ])('error: the database refuses %s', async (_, sql, constraint) => {
    await write(note('a'));
    await sealAll(1);
    await expect(indexer.tx({}, (tx) => tx.execute(sql))).rejects.toMatchObject({ constraint });
  });
});

describe('signCheckpoint', () => {
  const seed = new Uint8Array(32).fill(5);

  it('signs each size once, from 0 on, and remembers it outside the database', async () => {
    const signer = await createSigner(ORIGIN, seed);
    const mark = new SignedMarkFile(
      join(await mkdtemp(join(tmpdir(), 'luna-mark-')), 'signed.json'),
    );
    const sign = () => signCheckpoint(indexer, leadership, signer, mark);
    expect(await sign()).toBe(0);
    expect(await sign()).toBeUndefined();
    await write(note('a'), note('b'));
    await sealAll(2);
    expect(await sign()).toBe(2);
    const stored = await indexer.tx({}, (tx) =>
      tx.row(z.object({ note: z.string() }), 'SELECT note FROM log.checkpoint WHERE size = 2'),
    );
    const verifier = await verifierFrom(formatVkey(signer.name, signer.publicKey));
    const opened = await openNote(stored?.note ?? '', [verifier]);
    expect(opened.text).toContain(`${ORIGIN}\n2\n`);
    expect(await mark.read()).toMatchObject({ origin: ORIGIN, size: 2 });
  });

  it('error: refuses a second root for a size and a smaller size', async () => {
    const mark = new SignedMarkFile(
      join(await mkdtemp(join(tmpdir(), 'luna-mark-')), 'signed.json'),
    );
    await mark.advance({ origin: ORIGIN, size: 2, root: 'aa'.repeat(32) });
    await mark.advance({ origin: ORIGIN, size: 2, root: 'aa'.repeat(32) });
    const refused = { code: 'SIGNED_BEFORE' };
    await expect(
      mark.advance({ origin: ORIGIN, size: 2, root: 'bb'.repeat(32) }),
    ).rejects.toMatchObject(refused);
    await expect(
      mark.advance({ origin: ORIGIN, size: 1, root: 'aa'.repeat(32) }),
    ).rejects.toMatchObject(refused);
    const signer = await createSigner(ORIGIN, seed);
    await write(note('restored'));
    await sealAll(1);
    await expect(signCheckpoint(indexer, leadership, signer, mark)).rejects.toMatchObject(refused);
  });
});

describe('checkLog', () => {
  it('accepts a log that extends what was given out, and names what a restored one lacks', async () => {
    await write(note('a'), note('b'));
    await sealAll(2);
    const root = (await indexer.tx({}, readHead))?.root ?? new Uint8Array();
    await write(note('c'));
    await sealAll(3);
    await checkLog(indexer, [{ source: 'the last checkpoint', size: 2, root }]);
    await expect(checkLog(indexer, [{ source: 'the chain', size: 5, root }])).rejects.toMatchObject(
      {
        code: 'LOG_TRUNCATED',
        details: { first: 3, last: 4 },
      },
    );
    await expect(
      checkLog(indexer, [{ source: 'the chain', size: 2, root: new Uint8Array(32) }]),
    ).rejects.toMatchObject({ code: 'LOG_FORKED' });
  });
});
