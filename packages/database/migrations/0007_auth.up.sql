-- Who is calling: accounts, sessions, keys, and the keys of what is sealed at rest. The schema belongs
-- to luna_auth alone; what other roles change about people reaches it by two triggers. Secrets are
-- never kept: of tokens, links and keys only the SHA-256, of passwords a bcrypt hash, the rest sealed.
SET LOCAL ROLE luna_owner;

CREATE TABLE auth.data_key (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  owner text NOT NULL,
  wrapped bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  CONSTRAINT data_key_pkey PRIMARY KEY (id),
  CONSTRAINT data_key_owner UNIQUE (owner),
  CONSTRAINT data_key_owner_form CHECK (owner ~ '^(platform|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$'),
  CONSTRAINT data_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
COMMENT ON TABLE auth.data_key IS 'One data key per organisation (or platform), wrapped by MASTER_KEY_HEX; destroyed means gone for ever';

CREATE TABLE auth.account (
  id uuid NOT NULL DEFAULT uuidv7(),
  email text NOT NULL,
  email_verified_at timestamptz,
  display_name text NOT NULL,
  locale text NOT NULL,
  password_hash text,
  totp_sealed bytea,
  totp_enabled_at timestamptz,
  totp_last_step bigint NOT NULL DEFAULT 0,
  failed_logins integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_email UNIQUE (email),
  CONSTRAINT account_email_form CHECK (email = lower(email) AND length(email) <= 254),
  CONSTRAINT account_locale CHECK (locale IN ('en', 'zh')),
  CONSTRAINT account_password_hash CHECK (password_hash ~ '^\$2[aby]\$1[2-9]\$'),
  CONSTRAINT account_totp CHECK (totp_enabled_at IS NULL OR totp_sealed IS NOT NULL)
);
COMMENT ON COLUMN auth.account.password_hash IS 'null until the first link of registration is used';
COMMENT ON COLUMN auth.account.totp_last_step IS 'step of the last accepted code (RFC 6238); a step is accepted once';

CREATE TABLE auth.session (
  sid uuid NOT NULL DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL,
  org_id uuid,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  address text NOT NULL,
  agent text NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (sid),
  CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES auth.account (id),
  CONSTRAINT session_end_reason CHECK (end_reason IN ('logout', 'switched', 'reuse', 'password', 'member', 'organization', 'disabled')),
  CONSTRAINT session_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
COMMENT ON COLUMN auth.session.org_id IS 'active organisation; null for a person who belongs to none';
COMMENT ON COLUMN auth.session.ended_at IS 'clock of the database: processes read what has ended since they last asked';
CREATE INDEX session_of_account ON auth.session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_of_organization ON auth.session (org_id) WHERE ended_at IS NULL;
CREATE INDEX session_last_used ON auth.session (last_used_at);
CREATE INDEX session_newly_ended ON auth.session (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE auth.refresh_token (
  hash bytea NOT NULL,
  sid uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT refresh_token_pkey PRIMARY KEY (hash),
  CONSTRAINT refresh_token_session FOREIGN KEY (sid) REFERENCES auth.session (sid),
  CONSTRAINT refresh_token_hash CHECK (octet_length(hash) = 32)
);
CREATE INDEX refresh_token_of_session ON auth.refresh_token (sid);
CREATE INDEX refresh_token_expiry ON auth.refresh_token (expires_at);

CREATE TABLE auth.recovery_code (
  account_id uuid NOT NULL,
  hash bytea NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, hash),
  CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES auth.account (id),
  CONSTRAINT recovery_code_hash CHECK (octet_length(hash) = 32)
);

CREATE TABLE auth.link_token (
  hash bytea NOT NULL,
  account_id uuid NOT NULL,
  purpose text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT link_token_pkey PRIMARY KEY (hash),
  CONSTRAINT link_token_account FOREIGN KEY (account_id) REFERENCES auth.account (id),
  CONSTRAINT link_token_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT link_token_purpose CHECK (purpose IN ('verify', 'reset')),
  CONSTRAINT link_token_password CHECK ((purpose = 'verify') = (password_hash IS NOT NULL))
);
COMMENT ON COLUMN auth.link_token.password_hash IS 'of the registration this link confirms: nobody can register somebody else''s address with a password of their own';
CREATE INDEX link_token_of_account ON auth.link_token (account_id, created_at);
CREATE INDEX link_token_expiry ON auth.link_token (expires_at);

CREATE TABLE auth.siwe_nonce (
  nonce text NOT NULL,
  account_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT siwe_nonce_pkey PRIMARY KEY (nonce),
  CONSTRAINT siwe_nonce_account FOREIGN KEY (account_id) REFERENCES auth.account (id)
);
CREATE INDEX siwe_nonce_expiry ON auth.siwe_nonce (expires_at);

CREATE TABLE auth.wallet (
  id uuid NOT NULL DEFAULT uuidv7(),
  account_id uuid NOT NULL,
  address text NOT NULL,
  linked_at timestamptz NOT NULL,
  unlinked_at timestamptz,
  CONSTRAINT wallet_pkey PRIMARY KEY (id),
  CONSTRAINT wallet_account FOREIGN KEY (account_id) REFERENCES auth.account (id),
  CONSTRAINT wallet_address_form CHECK (address ~ '^0x[0-9a-fA-F]{40}$')
);
COMMENT ON COLUMN auth.wallet.address IS 'with the checksum of EIP-55';
CREATE UNIQUE INDEX wallet_linked ON auth.wallet (lower(address)) WHERE unlinked_at IS NULL;
CREATE INDEX wallet_of_account ON auth.wallet (account_id, id);

CREATE TABLE auth.signing_key (
  kid text NOT NULL,
  public_jwk jsonb NOT NULL,
  private_sealed bytea NOT NULL,
  not_before timestamptz NOT NULL,
  retired_at timestamptz,
  CONSTRAINT signing_key_pkey PRIMARY KEY (kid)
);
COMMENT ON COLUMN auth.signing_key.not_before IS 'signs from then on, until the next key does; published earlier';
COMMENT ON COLUMN auth.signing_key.retired_at IS 'what it signed is no longer believed from then on';

CREATE TABLE auth.api_key (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  name text NOT NULL,
  hash bytea NOT NULL,
  role text NOT NULL,
  scopes text[],
  actor_id uuid NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_on date,
  revoked_at timestamptz,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_hash UNIQUE (hash),
  CONSTRAINT api_key_hash_length CHECK (octet_length(hash) = 32),
  CONSTRAINT api_key_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id)
);
COMMENT ON COLUMN auth.api_key.scopes IS 'null: whatever the role may';
COMMENT ON COLUMN auth.api_key.actor_id IS 'who stands in events written with it: the key itself, or the operator''s bootstrap actor';
CREATE INDEX api_key_list ON auth.api_key (org_id, id);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['data_key', 'account', 'session', 'refresh_token', 'recovery_code', 'link_token',
    'siwe_nonce', 'wallet', 'signing_key', 'api_key'] LOOP
    EXECUTE format('ALTER TABLE auth.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE auth.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY auth_only ON auth.%I TO luna_auth USING (true)', t);
  END LOOP;
END
$$;

-- What the organisations' side changes ends sessions here in the same transaction, so that no writer
-- can forget it. Triggers run as the owner: luna_app and luna_platform see nothing of this schema.
-- A session that is just beginning holds the same lock shared while it reads the role, so that it is
-- either ended here or begins with the new role.
CREATE POLICY session_triggers ON auth.session TO luna_owner USING (true);
CREATE FUNCTION auth.end_member_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('auth.session:' || NEW.account_id, 0));
  UPDATE auth.session SET ended_at = clock_timestamp(), end_reason = 'member'
    WHERE account_id = NEW.account_id AND org_id = NEW.org_id AND ended_at IS NULL;
  RETURN NULL;
END
$$;
CREATE FUNCTION auth.end_organization_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('auth.session:' || NEW.id, 0));
  UPDATE auth.session SET ended_at = clock_timestamp(), end_reason = 'organization'
    WHERE org_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END
$$;
CREATE FUNCTION auth.end_account_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('auth.session:' || NEW.id, 0));
  UPDATE auth.session SET ended_at = clock_timestamp(), end_reason = 'disabled'
    WHERE account_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION auth.end_member_sessions(), auth.end_organization_sessions(), auth.end_account_sessions() FROM PUBLIC;
CREATE TRIGGER membership_ends_sessions AFTER UPDATE OF role, ended_at ON organizations.membership FOR EACH ROW
  WHEN (OLD.role IS DISTINCT FROM NEW.role OR OLD.ended_at IS DISTINCT FROM NEW.ended_at)
  EXECUTE FUNCTION auth.end_member_sessions();
CREATE TRIGGER organization_ends_sessions AFTER UPDATE OF status ON organizations.organization FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NEW.status IN ('REJECTED', 'SUSPENDED'))
  EXECUTE FUNCTION auth.end_organization_sessions();
CREATE TRIGGER account_ends_sessions AFTER UPDATE OF disabled_at ON auth.account FOR EACH ROW
  WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL)
  EXECUTE FUNCTION auth.end_account_sessions();

GRANT USAGE ON SCHEMA auth TO luna_auth;
GRANT SELECT ON ALL TABLES IN SCHEMA auth TO luna_auth;
GRANT INSERT (owner, wrapped, destroyed_at), UPDATE (wrapped, destroyed_at) ON auth.data_key TO luna_auth;
GRANT INSERT (email, email_verified_at, display_name, locale, password_hash),
  UPDATE (email_verified_at, display_name, locale, password_hash, totp_sealed, totp_enabled_at, totp_last_step,
    failed_logins, locked_until, disabled_at) ON auth.account TO luna_auth;
GRANT INSERT (sid, account_id, org_id, created_at, last_used_at, address, agent),
  UPDATE (last_used_at, ended_at, end_reason), DELETE ON auth.session TO luna_auth;
GRANT INSERT, UPDATE (used_at), DELETE ON auth.refresh_token, auth.recovery_code, auth.link_token, auth.siwe_nonce TO luna_auth;
GRANT INSERT (account_id, address, linked_at), UPDATE (unlinked_at) ON auth.wallet TO luna_auth;
GRANT INSERT, UPDATE (retired_at) ON auth.signing_key TO luna_auth;
GRANT INSERT (id, org_id, name, hash, role, scopes, actor_id, created_by, created_at, expires_at),
  UPDATE (last_used_on, revoked_at) ON auth.api_key TO luna_auth;
