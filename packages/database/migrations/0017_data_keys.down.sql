SET LOCAL ROLE luna_guard;
REVOKE EXECUTE ON FUNCTION ledger.append_audit(uuid, uuid, bytea, bytea, bytea) FROM luna_keys;

SET LOCAL ROLE luna_owner;
REVOKE ALL ON auth.data_key, auth.account, auth.signing_key, credentials.issuer_key, organizations.organization FROM luna_keys;
REVOKE ALL ON SCHEMA auth, credentials, organizations, ledger FROM luna_keys;
DROP POLICY keys ON organizations.organization;
DROP POLICY keys ON credentials.issuer_key;
DROP POLICY keys ON auth.signing_key;
DROP POLICY keys ON auth.account;
DROP POLICY keys ON auth.data_key;
GRANT INSERT (destroyed_at), UPDATE (wrapped, destroyed_at) ON auth.data_key TO luna_auth;

-- A retired key that still opens something stops this: finish `luna keys rotate` first.
ALTER TABLE auth.data_key NO FORCE ROW LEVEL SECURITY;
DELETE FROM auth.data_key WHERE retired_at IS NOT NULL AND wrapped IS NULL;
ALTER TABLE auth.data_key FORCE ROW LEVEL SECURITY;
DROP INDEX auth.data_key_current, auth.data_key_of_owner;
ALTER TABLE auth.data_key DROP COLUMN retired_at, ADD CONSTRAINT data_key_owner UNIQUE (owner);
COMMENT ON TABLE auth.data_key IS 'One data key per organisation (or platform), wrapped by MASTER_KEY_HEX; destroyed means gone for ever';
