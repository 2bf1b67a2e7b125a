-- An owner may have a new data key while values of the old one are sealed anew; and changing keys is
-- the work of a login of its own, luna_keys, which `luna keys` uses and no running process has. The api
-- reads keys and makes the first one of an owner; it cannot change or destroy any.
SET LOCAL ROLE luna_owner;

ALTER TABLE auth.data_key ADD COLUMN retired_at timestamptz, DROP CONSTRAINT data_key_owner;
CREATE UNIQUE INDEX data_key_current ON auth.data_key (owner) WHERE retired_at IS NULL;
CREATE INDEX data_key_of_owner ON auth.data_key (owner, id);
COMMENT ON TABLE auth.data_key IS 'Data keys per organisation (or platform), wrapped by MASTER_KEY_HEX; destroyed means gone for ever';
COMMENT ON COLUMN auth.data_key.retired_at IS 'seals nothing new from then on; opens until nothing is sealed with it';

REVOKE INSERT (destroyed_at), UPDATE (wrapped, destroyed_at) ON auth.data_key FROM luna_auth;

CREATE POLICY keys ON auth.data_key TO luna_keys USING (true);
CREATE POLICY keys ON auth.account TO luna_keys USING (true);
CREATE POLICY keys ON auth.signing_key TO luna_keys USING (true);
CREATE POLICY keys ON credentials.issuer_key TO luna_keys USING (true);
CREATE POLICY keys ON organizations.organization FOR SELECT TO luna_keys USING (true);
GRANT USAGE ON SCHEMA auth, credentials, organizations, ledger TO luna_keys;
GRANT SELECT, INSERT (owner, wrapped, destroyed_at), UPDATE (wrapped, retired_at, destroyed_at) ON auth.data_key TO luna_keys;
GRANT SELECT (id, totp_sealed), UPDATE (totp_sealed) ON auth.account TO luna_keys;
GRANT SELECT (kid, private_sealed), UPDATE (private_sealed) ON auth.signing_key TO luna_keys;
GRANT SELECT (public_key, private_sealed), UPDATE (private_sealed) ON credentials.issuer_key TO luna_keys;
GRANT SELECT (id, code, operator, bootstrap_actor) ON organizations.organization TO luna_keys;

SET LOCAL ROLE luna_guard;
GRANT EXECUTE ON FUNCTION ledger.append_audit(uuid, uuid, bytea, bytea, bytea) TO luna_keys;
