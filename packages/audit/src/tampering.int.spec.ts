import { readFile } from 'node:fs/promises';
import { createChainClients } from '@luna/chain';
import { createContentStore, type ContentStore } from '@luna/content';
import { append, connect } from '@luna/database';
import { note, ORG } from '@luna/database/testing';
import { startStand, type Stand } from '@luna/indexer/testing';
import { required } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditDatabase, readChainAnchors, type ChainAnchor } from './index.ts';
import { DatabaseCopies, inDatabase } from './testing/database-copies.ts';
import { writeAnchored } from './testing/write-anchored.ts';

let stand: Stand;
let store: ContentStore;
let anchors: ChainAnchor[];
let mark: { size: number; root: string };
let copies: DatabaseCopies;

async function audit(copy: string) {
  const database = await connect({ url: inDatabase(stand.auditUrl, copy), poolSize: 1 });
  try {
    return await auditDatabase({
      database,
      trust: stand.trust,
      anchors,
      read: (cid) => store.get(cid),
      signedMark: mark,
    });
  } finally {
    await database.close();
  }
}

let older: string;
beforeAll(async () => {
  stand = await startStand();
  const { config } = stand;
  copies = new DatabaseCopies(stand.adminUrl);
  const urls = required(config, 'RPC_URLS');
  const clients = createChainClients({ chainId: config.CHAIN_ID, urls });
  const write = (from: number, count: number) =>
    writeAnchored(stand, ORG, (tx) =>
      append(
        tx,
        Array.from({ length: count }, (_, i) => note(`device-${i % 5}`, `text ${from + i}`)),
      ),
    );
  await write(0, 300);
  older = await copies.make();
  await write(300, 300);
  store = await createContentStore({ path: config.paths.ipfs });
  anchors = await readChainAnchors(clients, required(config, 'PASSPORT_LOG'), 0);
  mark = z
    .object({ size: z.int(), root: z.string() })
    .parse(JSON.parse(await readFile(config.paths.signedMark, 'utf8')));
});
afterAll(async () => {
  await store.close();
  await copies.drop();
  await stand.stop();
});

/** As a superuser who knows the guards: switches them off, acts, and leaves them as they were. */
const unguarded = (sql: string) => `
  SET event_triggers = off;
  ALTER TABLE ledger.event DISABLE TRIGGER USER; ALTER TABLE ledger.payload DISABLE TRIGGER USER;
  ALTER TABLE log.leaf DISABLE TRIGGER USER; ALTER TABLE log.tile DISABLE TRIGGER USER;
  ALTER TABLE log.head DISABLE TRIGGER USER; ALTER TABLE log.checkpoint DISABLE TRIGGER USER; ALTER TABLE log.manifest DISABLE TRIGGER USER;
  ${sql};
  DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tgrelid::regclass AS rel, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text ~ '^(ledger|log)\\.' LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', t.rel, t.tgname);
    END LOOP;
  END $$;`;
const VICTIM = `(SELECT stream FROM log.leaf WHERE leaf_index = 100), (SELECT position FROM log.leaf WHERE leaf_index = 100)`;
const IS_VICTIM = `(stream, position) = (${VICTIM})`;

describe('an honest database', () => {
  it('audits clean, with everything looked at', async () => {
    const report = await audit(await copies.make());
    expect(report.findings).toEqual([]);
    expect(Object.fromEntries(report.looked)).toMatchObject({
      guards: 1,
      events: 600,
      payloads: 600,
      leaves: 600,
      anchors: anchors.length,
      manifests: anchors.length,
    });
    expect(report.skipped.size).toBe(0);
  });
});

describe('tampering by a superuser is named', () => {
  it.each<[what: string, sql: string, expected: { code: string; where: RegExp }]>([
    [
      'an edited payload',
      `UPDATE ledger.payload SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'text', 'lies'), 'UTF8') WHERE ${IS_VICTIM}`,
      { code: 'PAYLOAD_ALTERED', where: /^entry 100 / },
    ],
    [
      'an edited query copy',
      `UPDATE ledger.payload SET json = jsonb_set(json, '{data,text}', '"lies"') WHERE ${IS_VICTIM}`,
      { code: 'JSON_ALTERED', where: /^entry 100 / },
    ],
    [
      'an edited actor',
      `UPDATE ledger.event SET actor_id = uuidv7() WHERE ${IS_VICTIM}`,
      { code: 'AUTHOR_ALTERED', where: /^entry 100 / },
    ],
    [
      'an edited organisation',
      `UPDATE ledger.event SET org_id = uuidv7() WHERE ${IS_VICTIM}`,
      { code: 'AUTHOR_ALTERED', where: /^entry 100 / },
    ],
    [
      'a deleted event',
      `DELETE FROM ledger.payload WHERE ${IS_VICTIM}; DELETE FROM ledger.event WHERE ${IS_VICTIM}`,
      { code: 'EVENT_MISSING', where: /^entry 100 / },
    ],
    [
      'a deleted payload',
      `DELETE FROM ledger.payload WHERE ${IS_VICTIM}`,
      { code: 'PAYLOAD_MISSING', where: /^entry 100 / },
    ],
    [
      'swapped payloads',
      `UPDATE ledger.payload p SET bytes = o.bytes, salt = o.salt, json = o.json FROM ledger.payload o
      WHERE p.stream = o.stream AND (p.position, o.position) IN ((3, 4), (4, 3))`,
      { code: 'PAYLOAD_ALTERED', where: /position [34]\)/ },
    ],
    [
      'swapped leaves',
      `UPDATE log.leaf SET leaf_index = CASE leaf_index WHEN 100 THEN -101 ELSE -100 END WHERE leaf_index IN (100, 101); UPDATE log.leaf SET leaf_index = -leaf_index WHERE leaf_index < 0`,
      { code: 'TILE_ALTERED', where: /^tile 0\/0$/ },
    ],
    [
      'an event rewritten with a matching leaf hash',
      `WITH e AS (SELECT stream, position, substring(entry FROM 1 FOR 114) || sha256('forged') AS forged FROM ledger.event WHERE ${IS_VICTIM})
      UPDATE ledger.event t SET entry = e.forged, leaf_hash = sha256('\\x00'::bytea || e.forged) FROM e WHERE (t.stream, t.position) = (e.stream, e.position)`,
      { code: 'PREVIOUS_MISMATCH', where: /position/ },
    ],
    [
      'a rewritten tile',
      `UPDATE log.tile SET hashes = sha256('x') || substring(hashes FROM 33) WHERE level = 0 AND tile_index = 1`,
      { code: 'TILE_ALTERED', where: /^tile 0\/1$/ },
    ],
    [
      'a tail cut everywhere in the database',
      `
      DELETE FROM ledger.payload USING log.leaf l WHERE (payload.stream, payload.position) = (l.stream, l.position) AND l.leaf_index >= 512;
      DELETE FROM ledger.event USING log.leaf l WHERE (event.stream, event.position) = (l.stream, l.position) AND l.leaf_index >= 512;
      DELETE FROM log.leaf WHERE leaf_index >= 512; DELETE FROM log.tile WHERE level = 0 AND tile_index >= 2;
      DELETE FROM log.manifest WHERE size > 512; DELETE FROM log.checkpoint WHERE size > 512; UPDATE log.head SET size = 512`,
      { code: 'LOG_TRUNCATED', where: /^anchor / },
    ],
    [
      'an edited checkpoint',
      `UPDATE log.checkpoint SET note = replace(note, E'\\n600\\n', E'\\n601\\n') WHERE size = 600`,
      { code: 'CHECKPOINT_INVALID', where: /600/ },
    ],
  ])('%s', async (_, sql, expected) => {
    const copy = await copies.make();
    await copies.run(unguarded(sql), copy);
    const { findings } = await audit(copy);
    const { where, code } = expected;
    const match: unknown = expect.stringMatching(where);
    expect(findings).toContainEqual(expect.objectContaining({ code, where: match }));
    expect(findings.filter((finding) => finding.check === 'guards')).toEqual([]);
  });

  it('a restored older backup', async () => {
    const { findings } = await audit(older);
    const codes = new Set(findings.map((finding) => finding.code));
    expect(codes).toContain('LOG_TRUNCATED');
    expect(codes).toContain('SIGNED_MARK_AHEAD');
    const cut = findings.find((finding) => finding.code === 'LOG_TRUNCATED');
    expect(cut?.message).toContain('entries 300 to 599 are missing');
  });

  it.each<[what: string, sql: string, line: RegExp]>([
    [
      'a replaced guard function',
      `CREATE OR REPLACE FUNCTION guard.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      /^function guard\.refuse_change\(\) body/,
    ],
    [
      'a rule',
      `CREATE RULE hush AS ON INSERT TO ledger.event DO INSTEAD NOTHING`,
      /^rule on ledger\.event/,
    ],
    [
      'a grant',
      `GRANT UPDATE ON ledger.event TO luna_app`,
      /^table ledger\.event grant luna_app UPDATE/,
    ],
    [
      'a grant on one column',
      `GRANT INSERT (xid) ON ledger.event TO luna_app`,
      /^column ledger\.event\.xid grant luna_app INSERT/,
    ],
    [
      'a disabled trigger',
      `ALTER TABLE ledger.event DISABLE TRIGGER refuse_change`,
      /^trigger on ledger\.event \(D\)/,
    ],
    [
      'a dropped trigger',
      `DROP TRIGGER refuse_insert ON ledger.event`,
      /^trigger on ledger\.event \(A\) CREATE TRIGGER refuse_insert/,
    ],
    [
      'a trigger that looks away',
      `DROP TRIGGER refuse_insert ON ledger.event; CREATE TRIGGER refuse_insert BEFORE INSERT ON ledger.event FOR EACH STATEMENT WHEN (current_user <> 'luna_app'::text) EXECUTE FUNCTION guard.refuse_insert(); ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER refuse_insert`,
      /^trigger on ledger\.event \(A\) CREATE TRIGGER refuse_insert .*luna_app/,
    ],
    [
      'a replaced append',
      `CREATE OR REPLACE FUNCTION guard.refuse_event(broken text) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'`,
      /^function guard\.refuse_event\(text\) body/,
    ],
    [
      'an append given to everybody',
      `GRANT EXECUTE ON FUNCTION ledger.append_event TO luna_indexer`,
      /^function ledger\.append_event\(.*\) grant luna_indexer EXECUTE/,
    ],
    [
      'a policy for others than it was made for',
      `ALTER POLICY payload_append_guard ON ledger.payload TO PUBLIC`,
      /^policy on ledger\.payload payload_append_guard/,
    ],
    [
      'a policy',
      `CREATE POLICY all_see ON ledger.payload USING (true)`,
      /^policy on ledger\.payload all_see/,
    ],
    [
      'row security off',
      `ALTER TABLE ledger.payload NO FORCE ROW LEVEL SECURITY`,
      /^row security ledger\.payload/,
    ],
    [
      'a trigger that edits',
      `CREATE FUNCTION public.edit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER edit BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION public.edit()`,
      /^trigger on ledger\.event/,
    ],
    [
      'a changed default',
      `ALTER TABLE ledger.event ALTER COLUMN xid SET DEFAULT '3'`,
      /^column ledger\.event\.xid/,
    ],
    [
      'the DDL guard dropped',
      `DROP EVENT TRIGGER luna_refuse_ddl`,
      /^event trigger luna_refuse_ddl/,
    ],
  ])('%s', async (_, sql, line) => {
    const copy = await copies.make();
    await copies.run(`SET event_triggers = off; ${sql}`, copy);
    const { findings } = await audit(copy);
    const match: unknown = expect.stringMatching(line);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'guards', where: match }));
  });
});
