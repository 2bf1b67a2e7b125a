SET LOCAL ROLE luna_guard;
DROP FUNCTION ledger.append_event(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint);
DROP FUNCTION ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint);
DROP FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]);
DROP FUNCTION guard.broken_rule(bytea, text, smallint, bytea, bytea, uuid, text, jsonb);
DROP FUNCTION guard.refuse_event(text);
ALTER FUNCTION guard.check_event() RESET search_path;
ALTER FUNCTION guard.check_payload() RESET search_path;

SET LOCAL ROLE luna_owner;
REVOKE INSERT ON ledger.event, ledger.payload FROM luna_guard;
GRANT INSERT (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at) ON ledger.event TO luna_guard;
GRANT INSERT (stream, position, bytes, salt, json) ON ledger.payload TO luna_guard;

DROP POLICY payload_append_guard ON ledger.payload;
DROP POLICY payload_append ON ledger.payload;
CREATE POLICY payload_append ON ledger.payload FOR INSERT
  WITH CHECK (json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), '')
    OR current_user = 'luna_guard');

DROP TRIGGER check_event ON ledger.event;
DROP TRIGGER check_payload ON ledger.payload;
CREATE TRIGGER check_event BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION guard.check_event();
CREATE TRIGGER check_payload BEFORE INSERT ON ledger.payload FOR EACH ROW EXECUTE FUNCTION guard.check_payload();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER check_event;
ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER check_payload;

-- The first 66 bytes of an entry (docs/spec/entry.md): version, codec, kind and stream.
CREATE OR REPLACE FUNCTION ledger.entry_start(codec smallint, kind text, stream bytea)
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

REVOKE ALL ON FUNCTION
  ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]),
  ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]) TO luna_app;
GRANT EXECUTE ON FUNCTION ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint) TO luna_app, luna_guard;
