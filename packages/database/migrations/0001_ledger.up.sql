-- The append-only ledger (docs/spec/entry.md). Every CHECK ties a column to the entry's bytes, so
-- that a row cannot say one thing and its leaf another.
SET LOCAL ROLE luna_guard;

CREATE FUNCTION guard.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Erasure (ledger.erase_payload) is the one deletion there is; it runs as luna_guard.
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'payload' AND current_user = 'luna_guard' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
END
$$;
REVOKE ALL ON FUNCTION guard.refuse_change() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.refuse_change() TO luna_owner;

SET LOCAL ROLE luna_owner;

CREATE TABLE ledger.event (
  stream bytea NOT NULL,
  position bigint NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  kind text NOT NULL,
  codec smallint NOT NULL,
  entry bytea NOT NULL,
  leaf_hash bytea NOT NULL,
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  access text[] NOT NULL,
  recorded_at bigint NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT event_pkey PRIMARY KEY (stream, position),
  CONSTRAINT event_entry_version CHECK (octet_length(entry) = 146 AND get_byte(entry, 0) = 1),
  CONSTRAINT event_entry_codec CHECK (codec IN (1, 2) AND get_byte(entry, 1) = codec),
  CONSTRAINT event_entry_kind CHECK (
    kind ~ '^[a-z_]+\.[a-z_]+$' AND
    substring(entry FROM 3 FOR 32) = convert_to(kind, 'UTF8') || substring('\x0000000000000000000000000000000000000000000000000000000000000000'::bytea FROM octet_length(kind) + 1)),
  CONSTRAINT event_entry_stream CHECK (substring(entry FROM 35 FOR 32) = stream),
  CONSTRAINT event_entry_position CHECK (position >= 1 AND substring(entry FROM 67 FOR 8) = int8send(position)),
  CONSTRAINT event_entry_recorded_at CHECK (recorded_at >= 0 AND substring(entry FROM 75 FOR 8) = int8send(recorded_at)),
  CONSTRAINT event_entry_first CHECK (
    (position = 1) = (substring(entry FROM 83 FOR 32) = '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea)),
  CONSTRAINT event_leaf CHECK (leaf_hash = sha256('\x00'::bytea || entry)),
  CONSTRAINT event_access CHECK (cardinality(access) > 0 AND access <@ ARRAY['public', 'owner', 'interest', 'authority'])
);
COMMENT ON TABLE ledger.event IS 'One event of a stream; entry is what is hashed into the log, the columns are copies of it';
COMMENT ON COLUMN ledger.event.recorded_at IS 'Unix milliseconds, never decreasing along a stream';
COMMENT ON COLUMN ledger.event.xid IS 'writing transaction; nobody may set it, the sealer''s cursor trusts it';
CREATE INDEX event_cursor ON ledger.event (xid, id);

CREATE TABLE ledger.payload (
  stream bytea NOT NULL,
  position bigint NOT NULL,
  bytes bytea NOT NULL,
  salt bytea NOT NULL,
  json jsonb,
  CONSTRAINT payload_pkey PRIMARY KEY (stream, position),
  CONSTRAINT payload_size CHECK (octet_length(bytes) <= 65536),
  CONSTRAINT payload_salt CHECK (octet_length(salt) = 32)
);
COMMENT ON COLUMN ledger.payload.bytes IS 'exactly the bytes that were hashed';
COMMENT ON COLUMN ledger.payload.json IS 'for queries only; never hashed, dies with the row';

-- Kinds whose payload may hold personal data and may therefore be erased. Passport facts, postings
-- and whatever a claim or proof needs are never in this list.
CREATE TABLE ledger.erasable_kind (kind text PRIMARY KEY);
INSERT INTO ledger.erasable_kind VALUES ('passport.noted'), ('passport.located');

-- Idempotency: one row per key; the stored result holds ids, never payloads, and expires in 24 h.
CREATE TABLE ledger.request (
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  request_mac bytea NOT NULL,
  status smallint,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT request_pkey PRIMARY KEY (org_id, actor_id, route, key),
  CONSTRAINT request_key_length CHECK (octet_length(key) BETWEEN 1 AND 200)
);
CREATE INDEX request_expiry ON ledger.request (created_at);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['event', 'payload', 'erasable_kind'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ledger.%I FOR EACH ROW EXECUTE FUNCTION guard.refuse_change()', t);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger.%I FOR EACH STATEMENT EXECUTE FUNCTION guard.refuse_change()', t);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER refuse_change', t);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER refuse_truncate', t);
  END LOOP;
END
$$;

-- Payloads may be restricted: a reader sees the public ones and those its organisation wrote.
-- Unset context means no organisation, hence public payloads only.
ALTER TABLE ledger.payload ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.payload FORCE ROW LEVEL SECURITY;
CREATE POLICY payload_read ON ledger.payload FOR SELECT
  USING (json -> 'access' ? 'public'
    OR json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), '')
    OR current_user IN ('luna_audit', 'luna_guard'));
CREATE POLICY payload_append ON ledger.payload FOR INSERT
  WITH CHECK (json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), '')
    OR current_user = 'luna_guard');
CREATE POLICY payload_erase ON ledger.payload FOR DELETE USING (current_user = 'luna_guard');
ALTER TABLE ledger.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.request FORCE ROW LEVEL SECURITY;
CREATE POLICY request_own ON ledger.request
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);

-- The first 66 bytes of an entry (docs/spec/entry.md): version, codec, kind and stream.
CREATE FUNCTION ledger.entry_start(codec smallint, kind text, stream bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '\x01'::bytea || substring(int2send(codec) FROM 2) || convert_to(kind, 'UTF8')
    || substring('\x0000000000000000000000000000000000000000000000000000000000000000'::bytea FROM octet_length(kind) + 1)
    || stream
$$;

-- Appends events: the one way into the ledger. Arrays run in parallel, one element per event;
-- events of one stream keep their order in the arrays.
--   expected  position the writer believes it writes, or null for "the next one"
-- Streams are locked in sorted order for the rest of the transaction, so writers of the same
-- streams queue up and cannot deadlock. Raises position_conflict when expected is not next.
CREATE FUNCTION ledger.append(
  streams bytea[], kinds text[], codecs smallint[], payloads bytea[], salts bytea[],
  orgs uuid[], actors uuid[], accesses text[], expected bigint[])
RETURNS TABLE (ordinal bigint, "position" bigint, leaf_hash bytea, recorded_at bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  zero constant bytea := '\x0000000000000000000000000000000000000000000000000000000000000000';
  now_ms constant bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  e record;
  current bytea;
  head_position bigint;
  head_leaf bytea;
  head_recorded bigint;
  n integer := 0;
  bytes bytea;
  -- What the loop finds, in its order; written at the end by one statement per table.
  ordinals bigint[]; positions bigint[]; entries bytea[]; leaves bytea[]; times bigint[];
BEGIN
  PERFORM pg_advisory_xact_lock(k) FROM (
    SELECT DISTINCT ('x' || encode(substring(s FROM 1 FOR 8), 'hex'))::bit(64)::bigint AS k
    FROM unnest(streams) AS s ORDER BY k) AS sorted;

  -- Only what depends on the preceding event is computed event by event.
  FOR e IN
    SELECT u.ord, u.stream, u.expect, ledger.entry_start(u.codec, u.kind, u.stream) AS start,
      sha256('\x6c756e612f636f6d6d69742f310a'::bytea || u.salt || u.payload) AS commitment
    FROM unnest(streams, kinds, codecs, payloads, salts, expected)
      WITH ORDINALITY AS u (stream, kind, codec, payload, salt, expect, ord)
    ORDER BY u.stream, u.ord
  LOOP
    IF current IS DISTINCT FROM e.stream THEN
      current := e.stream;
      SELECT h.position, h.leaf_hash, h.recorded_at INTO head_position, head_leaf, head_recorded
        FROM ledger.event h WHERE h.stream = current ORDER BY h.position DESC LIMIT 1;
      IF NOT FOUND THEN
        head_position := 0; head_leaf := zero; head_recorded := 0;
      END IF;
      head_recorded := greatest(now_ms, head_recorded);
    END IF;
    head_position := head_position + 1;
    IF e.expect <> head_position THEN
      RAISE EXCEPTION 'position % of the stream is not next, % is', e.expect, head_position
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'position_conflict';
    END IF;
    bytes := e.start || int8send(head_position) || int8send(head_recorded) || head_leaf || e.commitment;
    head_leaf := sha256('\x00'::bytea || bytes);
    n := n + 1;
    ordinals[n] := e.ord; positions[n] := head_position; entries[n] := bytes;
    leaves[n] := head_leaf; times[n] := head_recorded;
  END LOOP;

  INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    SELECT u.stream, c.position, u.kind, u.codec, c.entry, c.leaf, u.org, u.actor, string_to_array(u.access, ','), c.recorded
    FROM unnest(ordinals, positions, entries, leaves, times) AS c (ord, position, entry, leaf, recorded)
    JOIN unnest(streams, kinds, codecs, orgs, actors, accesses)
      WITH ORDINALITY AS u (stream, kind, codec, org, actor, access, ord) USING (ord);
  INSERT INTO ledger.payload (stream, position, bytes, salt, json)
    SELECT u.stream, c.position, u.payload, u.salt, CASE u.codec WHEN 1 THEN convert_from(u.payload, 'UTF8')::jsonb END
    FROM unnest(ordinals, positions) AS c (ord, position)
    JOIN unnest(streams, codecs, payloads, salts)
      WITH ORDINALITY AS u (stream, codec, payload, salt, ord) USING (ord);
  RETURN QUERY SELECT * FROM unnest(ordinals, positions, leaves, times);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO luna_app, luna_indexer, luna_audit;
GRANT EXECUTE ON FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]) TO luna_app;
GRANT EXECUTE ON FUNCTION ledger.entry_start(smallint, text, bytea) TO luna_app, luna_guard, luna_audit;
GRANT SELECT ON ledger.event TO luna_app, luna_indexer, luna_audit, luna_guard;
GRANT SELECT ON ledger.payload TO luna_app, luna_audit, luna_guard;
GRANT SELECT ON ledger.erasable_kind TO luna_app, luna_audit, luna_guard;
GRANT INSERT (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at) ON ledger.event TO luna_app, luna_guard;
GRANT INSERT (stream, position, bytes, salt, json) ON ledger.payload TO luna_app, luna_guard;
GRANT DELETE ON ledger.payload TO luna_guard;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.request TO luna_app;

SET LOCAL ROLE luna_guard;

-- The only deletion in the ledger: removes the payload of an event whose kind may hold personal
-- data, and appends `payload.erased` (bytes prepared by the caller, checked here) to the same
-- stream. The entry and its leaf stay; what was said is gone, that something was said is not.
CREATE FUNCTION ledger.erase_payload(
  p_stream bytea, p_position bigint, p_payload bytea, p_salt bytea, p_org uuid, p_actor uuid)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target ledger.event;
  names jsonb := convert_from(p_payload, 'UTF8')::jsonb -> 'data' -> 'erases';
  appended bigint;
BEGIN
  SELECT * INTO target FROM ledger.event e
    WHERE e.stream = p_stream AND e.position = p_position AND e.org_id = p_org;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such event' USING ERRCODE = 'no_data_found', CONSTRAINT = 'event_unknown';
  END IF;
  IF NOT EXISTS (SELECT FROM ledger.erasable_kind k WHERE k.kind = target.kind) THEN
    RAISE EXCEPTION 'payloads of kind % are never erased', target.kind
      USING ERRCODE = 'check_violation', CONSTRAINT = 'kind_not_erasable';
  END IF;
  IF names ->> 'stream' IS DISTINCT FROM encode(p_stream, 'hex')
     OR names ->> 'position' IS DISTINCT FROM p_position::text
     OR names ->> 'leaf' IS DISTINCT FROM encode(target.leaf_hash, 'hex')
     OR coalesce(convert_from(p_payload, 'UTF8')::jsonb -> 'data' ->> 'reason', '') = '' THEN
    RAISE EXCEPTION 'payload.erased must name the event it erases and a reason'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_mismatch';
  END IF;
  SELECT a.position INTO appended FROM ledger.append(
    ARRAY[p_stream], ARRAY['payload.erased'], ARRAY[1]::smallint[], ARRAY[p_payload], ARRAY[p_salt],
    ARRAY[p_org], ARRAY[p_actor], ARRAY[array_to_string(target.access, ',')], ARRAY[NULL]::bigint[]) a;
  DELETE FROM ledger.payload d WHERE d.stream = p_stream AND d.position = p_position;
  RETURN appended;
END
$$;
REVOKE ALL ON FUNCTION ledger.erase_payload(bytea, bigint, bytea, bytea, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.erase_payload(bytea, bigint, bytea, bytea, uuid, uuid) TO luna_app;
SET LOCAL ROLE luna_owner;
GRANT EXECUTE ON FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]) TO luna_guard;
