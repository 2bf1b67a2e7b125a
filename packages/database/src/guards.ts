import { readFile } from 'node:fs/promises';

const EXPECTED = new URL('../guards.txt', import.meta.url);

/**
 * Everything in the catalogue that stands between a writer and history, one line per object: what it
 * is, who owns it, who may use it and a digest or definition of what it does.
 */
const LISTING = `
WITH guarded AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('ledger', 'log', 'guard')),
acl AS (
  SELECT 'schema ' || n.nspname AS object, n.nspowner AS owner, n.nspacl AS acl FROM pg_namespace n JOIN guarded USING (oid)
  UNION ALL SELECT 'table ' || c.oid::regclass, c.relowner, c.relacl FROM pg_class c JOIN guarded g ON g.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT 'column ' || a.attrelid::regclass || '.' || a.attname, c.relowner, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN guarded g ON g.oid = c.relnamespace WHERE a.attacl IS NOT NULL
  UNION ALL SELECT 'function ' || p.oid::regprocedure, p.proowner, p.proacl FROM pg_proc p JOIN guarded g ON g.oid = p.pronamespace
)
SELECT regexp_replace(line, '\\s+', ' ', 'g') AS line FROM (
  SELECT object || ' owner ' || owner::regrole AS line FROM acl
  UNION ALL
  SELECT object || ' grant ' || CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END || ' ' || x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM acl, aclexplode(acl.acl) x WHERE x.grantee <> acl.owner
  UNION ALL
  SELECT 'function ' || p.oid::regprocedure || ' body ' || encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex')
    FROM pg_proc p JOIN guarded g ON g.oid = p.pronamespace
  UNION ALL
  SELECT 'trigger on ' || t.tgrelid::regclass || ' (' || t.tgenabled::text || ') ' || pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN guarded g ON g.oid = c.relnamespace WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'event trigger ' || e.evtname || ' (' || e.evtenabled::text || ') ' || e.evtevent || ' ' || e.evtfoid::regprocedure FROM pg_event_trigger e
  UNION ALL
  SELECT 'rule on ' || r.ev_class::regclass || ' ' || pg_get_ruledef(r.oid)
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN guarded g ON g.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'constraint on ' || k.conrelid::regclass || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) || CASE WHEN k.convalidated AND k.conenforced THEN '' ELSE ' NOT IN FORCE' END
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN guarded g ON g.oid = c.relnamespace
  UNION ALL
  SELECT 'policy on ' || p.polrelid::regclass || ' ' || p.polname || ' ' || p.polcmd::text || CASE WHEN p.polpermissive THEN '' ELSE ' restrictive' END || ' to '
      || (SELECT string_agg(r, ',' ORDER BY r COLLATE "C") FROM (SELECT CASE o WHEN 0 THEN 'PUBLIC' ELSE o::regrole::text END FROM unnest(p.polroles) o) AS roles (r))
      || ' ' || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' / ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN guarded g ON g.oid = c.relnamespace
  UNION ALL
  SELECT 'row security ' || c.oid::regclass || ' ' || c.relrowsecurity || ' forced ' || c.relforcerowsecurity
    FROM pg_class c JOIN guarded g ON g.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN guarded g ON g.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT 'role ' || rolname || CASE WHEN rolsuper THEN ' superuser' ELSE '' END || CASE WHEN rolbypassrls THEN ' bypassrls' ELSE '' END || CASE WHEN rolcreaterole THEN ' createrole' ELSE '' END || CASE WHEN rolreplication THEN ' replication' ELSE '' END
    FROM pg_roles WHERE rolname LIKE 'luna\\_%'
  UNION ALL
  SELECT 'member ' || m.member::regrole || ' of ' || m.roleid::regrole || CASE WHEN m.set_option THEN ' set' ELSE '' END || CASE WHEN m.inherit_option THEN ' inherit' ELSE '' END || CASE WHEN m.admin_option THEN ' admin' ELSE '' END
    FROM pg_auth_members m WHERE m.roleid::regrole::text LIKE 'luna\\_%' OR m.member::regrole::text LIKE 'luna\\_%'
) AS listing ORDER BY line COLLATE "C"`;

type Queryable = { query(sql: string): Promise<Record<string, unknown>[]> };

/** The listing of this database, sorted. Readable by any role. */
export async function guardListing(database: Queryable): Promise<string[]> {
  return (await database.query(LISTING)).map((row) => String(row.line));
}

/**
 * How the guards of this database differ from those the migrations make (`guards.txt`, written by
 * `npm run gen`): nothing when none was added, removed, replaced or switched off.
 */
export async function guardDamage(
  database: Queryable,
): Promise<{ missing: string[]; unexpected: string[] }> {
  const expected = new Set((await readFile(EXPECTED, 'utf8')).trimEnd().split('\n'));
  const found = new Set(await guardListing(database));
  return {
    missing: [...expected].filter((line) => !found.has(line)),
    unexpected: [...found].filter((line) => !expected.has(line)),
  };
}
