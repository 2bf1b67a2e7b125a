-- Sensitive acts of people and keys: `audit.acted`, one stream per actor. The stream id is salted,
-- and the salt can be forgotten, because an unsalted hash of a person's id could not (docs/spec/entry.md).
SET LOCAL ROLE luna_owner;

CREATE TABLE ledger.stream_salt (
  subject uuid NOT NULL,
  salt bytea NOT NULL,
  CONSTRAINT stream_salt_pkey PRIMARY KEY (subject),
  CONSTRAINT stream_salt_length CHECK (octet_length(salt) = 32)
);
COMMENT ON TABLE ledger.stream_salt IS 'Salts of streams about a person; erasable, disclosed in evidence only';
ALTER TABLE ledger.stream_salt ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.stream_salt FORCE ROW LEVEL SECURITY;
CREATE POLICY stream_salt_guard ON ledger.stream_salt TO luna_guard USING (true);
CREATE POLICY stream_salt_audit ON ledger.stream_salt FOR SELECT TO luna_audit USING (true);
GRANT SELECT, INSERT ON ledger.stream_salt TO luna_guard;
GRANT SELECT ON ledger.stream_salt TO luna_audit;
INSERT INTO ledger.erasable_kind VALUES ('audit.acted') ON CONFLICT DO NOTHING;

SET LOCAL ROLE luna_guard;

-- Appends `audit.acted` to the stream audit:<actor>; the only event that roles other than luna_app
-- may write. SECURITY DEFINER: nobody but luna_guard reads or makes the salts.
CREATE FUNCTION ledger.append_audit(
  p_org uuid, p_actor uuid, p_payload bytea, p_salt bytea, p_stream_salt bytea,
  OUT "position" bigint, OUT leaf_hash bytea, OUT recorded_at bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known bytea;
BEGIN
  SELECT s.salt INTO known FROM ledger.stream_salt s WHERE s.subject = p_actor;
  IF NOT FOUND THEN
    INSERT INTO ledger.stream_salt (subject, salt) VALUES (p_actor, p_stream_salt) ON CONFLICT DO NOTHING;
    SELECT s.salt INTO known FROM ledger.stream_salt s WHERE s.subject = p_actor;
  END IF;
  SELECT a.position, a.leaf_hash, a.recorded_at INTO position, leaf_hash, recorded_at
    FROM ledger.append_one(
      sha256('\x6c756e612f73747265616d2f310a'::bytea || known || convert_to('audit:' || p_actor, 'UTF8')),
      'audit.acted', 1::smallint, p_payload, p_salt, p_org, p_actor, 'authority', NULL) a;
END
$$;
REVOKE ALL ON FUNCTION ledger.append_audit(uuid, uuid, bytea, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_audit(uuid, uuid, bytea, bytea, bytea) TO luna_app, luna_auth, luna_platform;

SET LOCAL ROLE luna_owner;
GRANT USAGE ON SCHEMA ledger TO luna_auth, luna_platform;
