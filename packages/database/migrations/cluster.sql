-- Roles, schemas and the DDL guard: what only a superuser can make. Idempotent; run before the
-- migrations, by the migrate job, with :'…' placeholders filled by migrate.ts.
--
--   luna_owner    owns tables              no login
--   luna_guard    owns the guard functions no login, so that no login can replace a guard
--   luna_migrate  the migrate job          becomes the two above by SET ROLE, nothing else does
--   luna_app      api                      SELECT, INSERT on named columns
--   luna_auth     api, who is calling      accounts, sessions and keys; nothing of a company's
--   luna_public   api, anonymous readers   views that hold public columns only
--   luna_platform api, operator's screens  every company's standing; each use is an audit event
--   luna_indexer  seal, publish, anchor    reads events, writes log and chain tables
--   luna_audit    luna audit               SELECT only
--   luna_keys     luna keys                data keys, and sealed values to seal them anew
--   luna_queue    job queue                schema queue alone
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['luna_owner', 'luna_guard'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role);
    END IF;
  END LOOP;
  FOREACH role IN ARRAY ARRAY['luna_migrate', 'luna_app', 'luna_auth', 'luna_public', 'luna_platform', 'luna_indexer', 'luna_audit', 'luna_keys', 'luna_queue'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS', role);
    END IF;
  END LOOP;
  IF NOT pg_has_role('luna_migrate', 'luna_owner', 'SET') THEN
    GRANT luna_owner, luna_guard TO luna_migrate WITH INHERIT FALSE, SET TRUE;
  END IF;
END
$$;

-- A writer that dawdles holds the sealer's cursor back for everybody (pg_snapshot_xmin).
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['luna_app', 'luna_auth', 'luna_public', 'luna_platform', 'luna_indexer', 'luna_keys'] LOOP
    EXECUTE format('ALTER ROLE %I SET transaction_timeout = %L', role, '30s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', role, '5s');
  END LOOP;
  -- An audit reads one long snapshot; having written nothing, it holds nobody back.
  ALTER ROLE luna_audit SET transaction_timeout = 0;
  ALTER ROLE luna_audit SET idle_in_transaction_session_timeout = 0;
  ALTER ROLE luna_audit SET default_transaction_read_only = on;
END
$$;

-- Nobody gets anything by being somebody.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO luna_migrate, luna_app, luna_auth, luna_public, luna_platform, luna_indexer, luna_audit, luna_keys, luna_queue', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS migration AUTHORIZATION luna_migrate;
CREATE SCHEMA IF NOT EXISTS guard AUTHORIZATION luna_guard;
CREATE SCHEMA IF NOT EXISTS ledger AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS log AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS chain AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS passports AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS organizations AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS auth AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS scan AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS credentials AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS exchange AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS imports AUTHORIZATION luna_owner;
CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION luna_owner;
GRANT USAGE, CREATE ON SCHEMA queue TO luna_queue;
GRANT USAGE, CREATE ON SCHEMA ledger TO luna_guard;
GRANT USAGE ON SCHEMA guard TO luna_owner;

-- Refuses every DDL command that touches the guarded schemas unless the migrate job runs it.
-- GRANT and REVOKE carry no schema in an event trigger, so they are refused altogether.
CREATE OR REPLACE FUNCTION guard.refuse_ddl() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  command record;
  guarded constant text := '(^|[ ,(])"?(ledger|log|guard)"?(\.|$)';
BEGIN
  IF session_user = 'luna_migrate' THEN
    RETURN;
  END IF;
  IF TG_EVENT = 'sql_drop' THEN
    FOR command IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
      IF command.schema_name IN ('ledger', 'log', 'guard') OR command.object_identity ~ guarded THEN
        RAISE EXCEPTION 'ledger objects are changed by the migrate job only: % %', TG_TAG, command.object_identity
          USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'ledger_ddl_refused';
      END IF;
    END LOOP;
    RETURN;
  END IF;
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    IF command.command_tag IN ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES')
       OR command.schema_name IN ('ledger', 'log', 'guard')
       OR command.object_identity ~ guarded THEN
      RAISE EXCEPTION 'ledger objects are changed by the migrate job only: % %', TG_TAG, coalesce(command.object_identity, command.object_type)
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'ledger_ddl_refused';
    END IF;
  END LOOP;
END
$$;
ALTER FUNCTION guard.refuse_ddl() OWNER TO luna_guard;
REVOKE ALL ON FUNCTION guard.refuse_ddl() FROM PUBLIC;
DROP EVENT TRIGGER IF EXISTS luna_refuse_ddl;
DROP EVENT TRIGGER IF EXISTS luna_refuse_drop;
CREATE EVENT TRIGGER luna_refuse_ddl ON ddl_command_end EXECUTE FUNCTION guard.refuse_ddl();
CREATE EVENT TRIGGER luna_refuse_drop ON sql_drop EXECUTE FUNCTION guard.refuse_ddl();
ALTER EVENT TRIGGER luna_refuse_ddl ENABLE ALWAYS;
ALTER EVENT TRIGGER luna_refuse_drop ENABLE ALWAYS;
