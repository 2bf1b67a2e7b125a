-- The append-only ledger (docs/spec/entry.md). Columns are tied to the entry's bytes, so that a row
-- cannot say one thing and its leaf another.
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

-- Ties every column of an event to the bytes of its entry (docs/spec/entry.md), each rule under its
-- own name. A trigger and not CHECKs, because PostgreSQL prepares CHECK expressions anew for every
-- statement: they made one insert 11 µs dearer, this makes it 3.
-- No SET clause: only built-in functions and operators are named, which no role but the owner could
-- shadow (nobody else may create any), and setting a variable for each row is not free.
CREATE FUNCTION guard.check_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  zero constant bytea := '\x0000000000000000000000000000000000000000000000000000000000000000';
  broken text;
BEGIN
  IF octet_length(NEW.entry) = 146 AND NEW.position >= 1 AND NEW.recorded_at >= 0 AND NEW.codec IN (1, 2)
     AND NEW.kind ~ '^[a-z_]+\.[a-z_]+$'
     AND substring(NEW.entry FROM 1 FOR 82) = '\x01'::bytea || substring(int2send(NEW.codec) FROM 2)
       || convert_to(NEW.kind, 'UTF8') || substring(zero FROM octet_length(NEW.kind) + 1)
       || NEW.stream || int8send(NEW.position) || int8send(NEW.recorded_at)
     AND (NEW.position = 1) = (substring(NEW.entry FROM 83 FOR 32) = zero)
     AND NEW.leaf_hash = sha256('\x00'::bytea || NEW.entry)
     AND cardinality(NEW.access) > 0 AND NEW.access <@ ARRAY['public', 'owner', 'interest', 'authority'] THEN
    RETURN NEW;
  END IF;
  broken := CASE
    WHEN octet_length(NEW.entry) IS DISTINCT FROM 146 OR get_byte(NEW.entry, 0) <> 1 THEN 'event_entry_version'
    WHEN NEW.codec NOT IN (1, 2) OR get_byte(NEW.entry, 1) <> NEW.codec THEN 'event_entry_codec'
    WHEN NEW.kind !~ '^[a-z_]+\.[a-z_]+$' OR octet_length(NEW.kind) > 32 OR substring(NEW.entry FROM 3 FOR 32)
      <> convert_to(NEW.kind, 'UTF8') || substring(zero FROM octet_length(NEW.kind) + 1) THEN 'event_entry_kind'
    WHEN substring(NEW.entry FROM 35 FOR 32) <> NEW.stream THEN 'event_entry_stream'
    WHEN NEW.position < 1 OR substring(NEW.entry FROM 67 FOR 8) <> int8send(NEW.position) THEN 'event_entry_position'
    WHEN NEW.recorded_at < 0 OR substring(NEW.entry FROM 75 FOR 8) <> int8send(NEW.recorded_at) THEN 'event_entry_recorded_at'
    WHEN (NEW.position = 1) <> (substring(NEW.entry FROM 83 FOR 32) = zero) THEN 'event_entry_first'
    WHEN NEW.leaf_hash <> sha256('\x00'::bytea || NEW.entry) THEN 'event_leaf'
    ELSE 'event_access'
  END;
  RAISE EXCEPTION 'an event contradicts its entry (%)', broken
    USING ERRCODE = 'check_violation', CONSTRAINT = broken;
END
$$;

CREATE FUNCTION guard.check_payload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF octet_length(NEW.bytes) <= 65536 AND octet_length(NEW.salt) = 32 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload holds at most 65,536 bytes, its salt exactly 32' USING ERRCODE = 'check_violation',
    CONSTRAINT = CASE WHEN octet_length(NEW.salt) = 32 THEN 'payload_size' ELSE 'payload_salt' END;
END
$$;
REVOKE ALL ON FUNCTION guard.refuse_change(), guard.check_event(), guard.check_payload() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.refuse_change(), guard.check_event(), guard.check_payload() TO luna_owner;

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
  CONSTRAINT event_pkey PRIMARY KEY (stream, position)
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
  CONSTRAINT payload_pkey PRIMARY KEY (stream, position)
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

CREATE TRIGGER check_event BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION guard.check_event();
CREATE TRIGGER check_payload BEFORE INSERT ON ledger.payload FOR EACH ROW EXECUTE FUNCTION guard.check_payload();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER check_event;
ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER check_payload;
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

-- Appends events: the one way into the ledger. Arrays run in parallel, one element per event, sorted
-- by stream; events of one stream keep their order.
--   expected  position the writer believes it writes, or null for "the next one"
-- Streams are locked in that order for the rest of the transaction, so writers of the same streams
-- queue up and cannot deadlock. Raises position_conflict when expected is not next.
CREATE FUNCTION ledger.append(
  streams bytea[], kinds text[], codecs smallint[], payloads bytea[], salts bytea[],
  orgs uuid[], actors uuid[], accesses text[], expected bigint[])
RETURNS TABLE ("position" bigint, leaf_hash bytea, recorded_at bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  now_ms constant bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  current bytea := '';
  head_position bigint;
  head_leaf bytea;
  head_recorded bigint;
  entry bytea;
  positions bigint[]; entries bytea[]; leaves bytea[]; times bigint[];
BEGIN
  -- An assigned-to array is kept expanded: reading element i then costs the same for every i.
  streams[1] := streams[1]; kinds[1] := kinds[1]; payloads[1] := payloads[1]; salts[1] := salts[1];

  -- Only what depends on the preceding event is computed event by event.
  FOR i IN 1..cardinality(streams) LOOP
    IF streams[i] <> current THEN
      IF streams[i] < current THEN
        RAISE EXCEPTION 'streams must be sorted' USING ERRCODE = 'data_exception', CONSTRAINT = 'streams_unsorted';
      END IF;
      current := streams[i];
      PERFORM pg_advisory_xact_lock(('x' || encode(substring(current FROM 1 FOR 8), 'hex'))::bit(64)::bigint);
      SELECT h.position, h.leaf_hash, greatest(now_ms, h.recorded_at) INTO head_position, head_leaf, head_recorded
        FROM ledger.event h WHERE h.stream = current ORDER BY h.position DESC LIMIT 1;
      IF NOT FOUND THEN
        head_position := 0; head_recorded := now_ms;
        head_leaf := '\x0000000000000000000000000000000000000000000000000000000000000000';
      END IF;
    END IF;
    head_position := head_position + 1;
    IF expected[i] <> head_position THEN
      RAISE EXCEPTION 'position % of the stream is not next, % is', expected[i], head_position
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'position_conflict';
    END IF;
    entry := ledger.entry_start(codecs[i], kinds[i], current) || int8send(head_position) || int8send(head_recorded)
      || head_leaf || sha256('\x6c756e612f636f6d6d69742f310a'::bytea || salts[i] || payloads[i]);
    head_leaf := sha256('\x00'::bytea || entry);
    positions[i] := head_position; entries[i] := entry; leaves[i] := head_leaf; times[i] := head_recorded;
  END LOOP;

  RETURN QUERY
  WITH u AS MATERIALIZED (
    SELECT * FROM unnest(streams, kinds, codecs, payloads, salts, orgs, actors, accesses, positions, entries, leaves, times)
      AS u (stream, kind, codec, payload, salt, org, actor, access, position, entry, leaf, recorded)),
  e AS (
    INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    SELECT stream, position, kind, codec, entry, leaf, org, actor, string_to_array(access, ','), recorded FROM u),
  p AS (
    INSERT INTO ledger.payload (stream, position, bytes, salt, json)
    SELECT stream, position, payload, salt, CASE codec WHEN 1 THEN convert_from(payload, 'UTF8')::jsonb END FROM u)
  SELECT u.position, u.leaf, u.recorded FROM u;
END
$$;

-- ledger.append for one event, the common case: the same lock, the same bytes, the same refusal.
-- Without arrays to parse, expand and unnest it costs half the processor time.
CREATE FUNCTION ledger.append_one(
  stream bytea, kind text, codec smallint, payload bytea, salt bytea, org uuid, actor uuid, access text, expected bigint,
  OUT "position" bigint, OUT leaf_hash bytea, OUT recorded_at bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  now_ms constant bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  entry bytea;
BEGIN
  -- An expression and not PERFORM, which would start the executor; the lock is never null. The
  -- next query takes its snapshot after it.
  IF pg_advisory_xact_lock(('x' || encode(substring(stream FROM 1 FOR 8), 'hex'))::bit(64)::bigint) IS NULL THEN
    RETURN;
  END IF;
  SELECT h.position + 1, h.leaf_hash, greatest(now_ms, h.recorded_at) INTO position, leaf_hash, recorded_at
    FROM ledger.event h WHERE h.stream = append_one.stream ORDER BY h.position DESC LIMIT 1;
  IF NOT FOUND THEN
    position := 1; recorded_at := now_ms;
    leaf_hash := '\x0000000000000000000000000000000000000000000000000000000000000000';
  END IF;
  IF expected <> position THEN
    RAISE EXCEPTION 'position % of the stream is not next, % is', expected, position
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'position_conflict';
  END IF;
  entry := ledger.entry_start(codec, kind, stream) || int8send(position) || int8send(recorded_at) || leaf_hash
    || sha256('\x6c756e612f636f6d6d69742f310a'::bytea || salt || payload);
  leaf_hash := sha256('\x00'::bytea || entry);
  INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    VALUES (append_one.stream, append_one.position, append_one.kind, append_one.codec, entry, append_one.leaf_hash,
      org, actor, string_to_array(append_one.access, ','), append_one.recorded_at);
  INSERT INTO ledger.payload (stream, position, bytes, salt, json)
    VALUES (append_one.stream, append_one.position, payload, append_one.salt,
      CASE append_one.codec WHEN 1 THEN convert_from(payload, 'UTF8')::jsonb END);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO luna_app, luna_indexer, luna_audit;
GRANT EXECUTE ON FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]) TO luna_app;
GRANT EXECUTE ON FUNCTION ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint) TO luna_app, luna_guard;
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
  SELECT a.position INTO appended FROM ledger.append_one(p_stream, 'payload.erased', 1::smallint, p_payload, p_salt,
    p_org, p_actor, array_to_string(target.access, ','), NULL) a;
  DELETE FROM ledger.payload d WHERE d.stream = p_stream AND d.position = p_position;
  RETURN appended;
END
$$;
REVOKE ALL ON FUNCTION ledger.erase_payload(bytea, bigint, bytea, bytea, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.erase_payload(bytea, bigint, bytea, bytea, uuid, uuid) TO luna_app;
