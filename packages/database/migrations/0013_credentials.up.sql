-- What organisations sign: their did:web keys, and the passport documents they published
-- (docs/spec/credential.md). Status lists are no table: they are what publication says is revoked.
SET LOCAL ROLE luna_owner;

CREATE TABLE credentials.issuer_key (
  public_key bytea NOT NULL,
  org_id uuid NOT NULL,
  private_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT issuer_key_pkey PRIMARY KEY (public_key),
  CONSTRAINT issuer_key_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT issuer_key_length CHECK (octet_length(public_key) = 32),
  CONSTRAINT issuer_key_sealed CHECK ((private_sealed IS NULL) = (retired_at IS NOT NULL)),
  CONSTRAINT issuer_key_revoked CHECK (revoked_at IS NULL OR retired_at IS NOT NULL)
);
COMMENT ON COLUMN credentials.issuer_key.private_sealed IS 'Ed25519 seed, sealed by the vault; forgotten once another key signs';
COMMENT ON COLUMN credentials.issuer_key.revoked_at IS 'by the clock that dates the ledger; never changed';
CREATE UNIQUE INDEX issuer_key_signing ON credentials.issuer_key (org_id) WHERE retired_at IS NULL;
CREATE INDEX issuer_key_list ON credentials.issuer_key (org_id, created_at);

CREATE TABLE credentials.publication (
  passport_id uuid NOT NULL,
  position bigint NOT NULL,
  org_id uuid NOT NULL,
  sha256 text NOT NULL,
  cid text NOT NULL,
  length integer NOT NULL,
  status_list integer NOT NULL,
  status_index integer NOT NULL,
  published_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT publication_pkey PRIMARY KEY (passport_id, position),
  CONSTRAINT publication_passport FOREIGN KEY (passport_id) REFERENCES passports.passport (id),
  CONSTRAINT publication_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT publication_document UNIQUE (sha256),
  CONSTRAINT publication_status UNIQUE (org_id, status_list, status_index),
  CONSTRAINT publication_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT publication_place CHECK (status_list >= 1 AND status_index >= 0)
);
COMMENT ON TABLE credentials.publication IS 'Passport documents in the content store; each is named by two events of the passport';
COMMENT ON COLUMN credentials.publication.position IS 'which the document describes; the events that name it are the two after';
COMMENT ON COLUMN credentials.publication.org_id IS 'who vouches for it, and alone may revoke it';
CREATE INDEX publication_revoked ON credentials.publication (org_id, status_list) WHERE revoked_at IS NOT NULL;

ALTER TABLE credentials.issuer_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE credentials.issuer_key FORCE ROW LEVEL SECURITY;
ALTER TABLE credentials.publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE credentials.publication FORCE ROW LEVEL SECURITY;
CREATE POLICY issuer_key_own ON credentials.issuer_key TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY issuer_key_public ON credentials.issuer_key FOR SELECT TO luna_owner USING (true);
CREATE POLICY publication_own ON credentials.publication TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY publication_public ON credentials.publication FOR SELECT TO luna_owner USING (true);

-- Public keys and publications are everybody's to know; views run as their owner.
CREATE VIEW credentials.public_issuer_key WITH (security_barrier) AS
  SELECT public_key, org_id, created_at, retired_at, revoked_at FROM credentials.issuer_key;
CREATE VIEW credentials.public_publication WITH (security_barrier) AS
  SELECT passport_id, position, org_id, sha256, cid, length, status_list, status_index, published_at, revoked_at
  FROM credentials.publication;

GRANT USAGE ON SCHEMA credentials TO luna_app, luna_public;
GRANT SELECT ON credentials.public_issuer_key, credentials.public_publication TO luna_app, luna_public;
GRANT SELECT, INSERT (public_key, org_id, private_sealed), UPDATE (private_sealed, retired_at, revoked_at)
  ON credentials.issuer_key TO luna_app;
GRANT SELECT, INSERT (passport_id, position, org_id, sha256, cid, length, status_list, status_index, published_at),
  UPDATE (revoked_at) ON credentials.publication TO luna_app;

SET LOCAL ROLE luna_guard;
-- The documents that the entries p_from up to but not including p_to make public: what a manifest
-- links. The indexer reads no payload but this much of these.
CREATE FUNCTION ledger.published_documents(p_from bigint, p_to bigint)
RETURNS TABLE (sha256 text, length bigint, cid text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT q.json -> 'data' ->> 'sha256', (q.json -> 'data' ->> 'length')::bigint, p.json -> 'data' ->> 'cid'
  FROM log.leaf l
  JOIN ledger.event e USING (stream, position)
  JOIN ledger.payload p USING (stream, position)
  -- What is published was attached before, and only there is its length.
  JOIN ledger.event a ON a.stream = e.stream AND a.kind = 'passport.document_attached'
    AND (a.position = e.position OR a.position < e.position AND e.kind = 'passport.document_published')
  JOIN ledger.payload q ON q.stream = a.stream AND q.position = a.position
    AND q.json -> 'data' -> 'sha256' = p.json -> 'data' -> 'sha256'
  WHERE l.leaf_index >= p_from AND l.leaf_index < p_to
    AND e.kind IN ('passport.document_attached', 'passport.document_published')
    AND p.json -> 'access' ? 'public' AND p.json -> 'data' ? 'cid'
$$;
REVOKE ALL ON FUNCTION ledger.published_documents(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.published_documents(bigint, bigint) TO luna_indexer, luna_audit;
