SET LOCAL ROLE luna_owner;
DROP TRIGGER refuse_insert ON ledger.event;
DROP TRIGGER refuse_insert ON ledger.payload;

SET LOCAL ROLE luna_guard;
DROP FUNCTION guard.refuse_insert();

CREATE FUNCTION guard.check_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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

CREATE FUNCTION guard.check_payload() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF octet_length(NEW.bytes) <= 65536 AND octet_length(NEW.salt) = 32 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload holds at most 65,536 bytes, its salt exactly 32' USING ERRCODE = 'check_violation',
    CONSTRAINT = CASE WHEN octet_length(NEW.salt) = 32 THEN 'payload_size' ELSE 'payload_salt' END;
END
$$;
REVOKE ALL ON FUNCTION guard.check_event(), guard.check_payload() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.check_event(), guard.check_payload() TO luna_owner;

-- ledger.append for one event, the common case: the same rules, the same lock, the same bytes, the
-- same refusal. Returns the entry, which says where and when the event landed and gives its leaf. No
-- arrays to parse, expand and unnest and no row to form: it costs half the processor time.
CREATE OR REPLACE FUNCTION ledger.append_event(
  stream bytea, kind text, codec smallint, payload bytea, salt bytea, org uuid, actor uuid, access text, expected bigint)
RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  now_ms constant bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  document constant jsonb := CASE codec WHEN 1 THEN convert_from(payload, 'UTF8')::jsonb END;
  broken constant text := guard.broken_rule(stream, kind, codec, payload, salt, org, access, document);
  next_position bigint;
  previous bytea;
  recorded bigint;
  entry bytea;
BEGIN
  IF broken IS NOT NULL THEN
    PERFORM guard.refuse_event(broken);
  END IF;
  -- An expression and not PERFORM, which would start the executor; the lock is never null. The
  -- next query takes its snapshot after it.
  IF pg_advisory_xact_lock(substring(stream FROM 1 FOR 8)::bigint) IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT h.position + 1, h.leaf_hash, greatest(now_ms, h.recorded_at) INTO next_position, previous, recorded
    FROM ledger.event h WHERE h.stream = append_event.stream ORDER BY h.position DESC LIMIT 1;
  IF NOT FOUND THEN
    next_position := 1; recorded := now_ms;
    previous := '\x0000000000000000000000000000000000000000000000000000000000000000';
  END IF;
  IF expected <> next_position THEN
    RAISE EXCEPTION 'position % of the stream is not next, % is', expected, next_position
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'position_conflict';
  END IF;
  entry := ledger.entry_start(codec, kind, stream) || int8send(next_position) || int8send(recorded) || previous
    || sha256('\x6c756e612f636f6d6d69742f310a'::bytea || salt || payload);
  INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    VALUES (append_event.stream, next_position, append_event.kind, append_event.codec, entry, sha256('\x00'::bytea || entry),
      org, actor, string_to_array(append_event.access, ','), recorded);
  INSERT INTO ledger.payload (stream, position, bytes, salt, json)
    VALUES (append_event.stream, next_position, payload, append_event.salt, document);
  RETURN entry;
END
$$;

SET LOCAL ROLE luna_owner;
CREATE TRIGGER check_event BEFORE INSERT ON ledger.event FOR EACH ROW
  WHEN (current_user <> 'luna_guard'::text) EXECUTE FUNCTION guard.check_event();
CREATE TRIGGER check_payload BEFORE INSERT ON ledger.payload FOR EACH ROW
  WHEN (current_user <> 'luna_guard'::text) EXECUTE FUNCTION guard.check_payload();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER check_event;
ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER check_payload;
CREATE POLICY payload_append ON ledger.payload FOR INSERT
  WITH CHECK (json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), ''));
GRANT INSERT (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at) ON ledger.event TO luna_app;
GRANT INSERT (stream, position, bytes, salt, json) ON ledger.payload TO luna_app;
