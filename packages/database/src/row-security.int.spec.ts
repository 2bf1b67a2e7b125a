import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, type Database } from './database.ts';

/** Tables that belong to no company, and why whoever may read them may read all of them. */
const NOT_TENANT: Readonly<Record<string, string>> = {
  'ledger.erasable_kind': 'kinds of events, the same for everybody',
  'ledger.event': 'entries are public: every one of them is served under /log',
  'log.checkpoint': 'public',
  'log.head': 'public',
  'log.leaf': 'public',
  'log.manifest': 'public',
  'log.step': 'who leads which step of the indexer',
  'log.tile': 'public',
};
/** Schemas whose tables no role of the api may touch at all, or that hold no tenant data. */
const NOT_TENANT_SCHEMAS = ['chain', 'guard', 'migration', 'queue'];

const tableRow = z.object({ name: z.string(), forced: z.boolean() });
const grantRow = z.object({ name: z.string() });

describe('walls between companies', () => {
  let test: TestDatabase;
  let admin: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    admin = await connect({ url: test.adminUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await admin.close();
    await test.drop();
  });

  it('every tenant table has row-level security, forced', async () => {
    const tables = await admin.tx({}, (tx) =>
      tx.rows(
        tableRow,
        `SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' AND n.nspname <> ALL ($1)
         ORDER BY 1`,
        [NOT_TENANT_SCHEMAS],
      ),
    );
    expect(tables.length).toBeGreaterThan(20);
    const open = tables.filter(({ forced }) => !forced).map(({ name }) => name);
    expect(open).toEqual(Object.keys(NOT_TENANT).sort());
  });

  it('no role of the api owns a table or passes row-level security by', async () => {
    const found = await admin.tx({}, (tx) =>
      tx.rows(
        grantRow,
        `SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'luna\\_%' AND (rolsuper OR rolbypassrls)
         UNION ALL SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
           JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE r.rolname IN ('luna_app', 'luna_auth', 'luna_public', 'luna_platform') AND c.relkind = 'r'`,
      ),
    );
    expect(found).toEqual([]);
  });

  it('without an organisation, the application sees no row of any company', async () => {
    const app = await connect({ url: test.appUrl, poolSize: 1 });
    const readable = await admin.tx({}, (tx) =>
      tx.rows(
        grantRow,
        `SELECT DISTINCT n.nspname || '.' || c.relname AS name FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
         WHERE c.relkind = 'r' AND c.relrowsecurity AND has_table_privilege('luna_app', c.oid, 'SELECT')`,
      ),
    );
    expect(readable.length).toBeGreaterThan(4);
    for (const { name } of readable) {
      const [count] = await app.tx({}, (tx) => tx.query(`SELECT count(*) FROM ${name}`));
      expect([name, count]).toEqual([name, { count: 0 }]);
    }
    await app.close();
  });

  it('the public role reads views, the public log and anchors, and of entries not who wrote them', async () => {
    const columns = await admin.tx({}, (tx) =>
      tx.rows(
        grantRow,
        `SELECT n.nspname || '.' || c.relname || '.' || a.attname AS name FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema|log|chain)'
           AND has_column_privilege('luna_public', c.oid, a.attnum, 'SELECT')`,
      ),
    );
    const names = columns.map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('ledger.event.'))).toEqual([]);
    expect(names).not.toContain('ledger.event.org_id');
    expect(names).not.toContain('ledger.event.actor_id');
  });
});
