-- Photos and documents of a passport. A row names bytes by their SHA-256: public ones are in the
-- content store under `cid`, the others in the blob store, once however many passports name them.
SET LOCAL ROLE luna_owner;

CREATE TABLE passports.document (
  passport_id uuid NOT NULL,
  sha256 text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  length bigint NOT NULL,
  width integer,
  height integer,
  access text[] NOT NULL,
  cid text,
  position bigint NOT NULL,
  published_position bigint,
  attached_at timestamptz NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (passport_id, sha256),
  CONSTRAINT document_passport FOREIGN KEY (passport_id) REFERENCES passports.passport (id),
  CONSTRAINT document_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT document_length CHECK (length > 0),
  CONSTRAINT document_size CHECK ((width IS NULL) = (height IS NULL)),
  CONSTRAINT document_access CHECK (cardinality(access) > 0 AND access <@ ARRAY['public', 'owner', 'interest', 'authority']),
  CONSTRAINT document_public CHECK (('public' = ANY (access)) = (cid IS NOT NULL) AND (cid IS NULL) = (published_position IS NULL))
);
COMMENT ON COLUMN passports.document.position IS 'of the passport.document_attached that names it, in the passport''s stream';
COMMENT ON COLUMN passports.document.published_position IS 'of the event since which anybody may read it';
CREATE UNIQUE INDEX document_list ON passports.document (passport_id, position);
CREATE INDEX document_blob ON passports.document (sha256) WHERE cid IS NULL;

ALTER TABLE passports.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE passports.document FORCE ROW LEVEL SECURITY;
-- As reading payloads, judged by the present: everybody the public ones, the owner of the device all
-- of them, a party what is of legitimate interest. The subqueries see what passport_own and the
-- policy of organizations.party let them see.
CREATE POLICY document_read ON passports.document FOR SELECT TO luna_app USING (
  cid IS NOT NULL
  OR EXISTS (SELECT FROM passports.passport p WHERE p.id = passport_id)
  OR 'interest' = ANY (access) AND EXISTS (SELECT FROM organizations.party q WHERE q.subject = passport_id));
CREATE POLICY document_attach ON passports.document FOR INSERT TO luna_app
  WITH CHECK (EXISTS (SELECT FROM passports.passport p WHERE p.id = passport_id));
-- The one change there is; nothing takes it back.
CREATE POLICY document_publish ON passports.document FOR UPDATE TO luna_app
  USING (cid IS NULL AND EXISTS (SELECT FROM passports.passport p WHERE p.id = passport_id))
  WITH CHECK (cid IS NOT NULL);
CREATE POLICY document_public ON passports.document FOR SELECT TO luna_owner USING (true);

CREATE VIEW passports.public_document WITH (security_barrier) AS
  SELECT passport_id, sha256, name, media_type, length, width, height, access, cid, position,
    published_position, attached_at
  FROM passports.document WHERE cid IS NOT NULL;

-- Which of these digests no restricted document names, whoever's it is: for the sweep of the blob
-- store, which is one for all companies, and for nothing that answers a caller.
CREATE FUNCTION passports.unnamed_blobs(p_sha256 text[])
RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.sha256 FROM unnest(p_sha256) AS u (sha256)
  WHERE NOT EXISTS (SELECT FROM passports.document d WHERE d.sha256 = u.sha256 AND d.cid IS NULL)
$$;
REVOKE ALL ON FUNCTION passports.unnamed_blobs(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passports.unnamed_blobs(text[]) TO luna_app;

GRANT SELECT ON passports.document TO luna_app;
GRANT INSERT (passport_id, sha256, name, media_type, length, width, height, access, cid, position,
  published_position, attached_at), UPDATE (access, cid, published_position) ON passports.document TO luna_app;
GRANT SELECT ON passports.public_document TO luna_public;
