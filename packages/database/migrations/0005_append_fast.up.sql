-- A faster append: luna_guard writes the rows (SECURITY DEFINER), so the append itself says what the
-- row triggers and row-level security say to everybody else, and they need not say it again. What
-- counts on this path is how many function calls its expressions name: PostgreSQL sets each of them up
-- anew in every transaction, two to three thousand instructions apiece.
SET LOCAL ROLE luna_owner;
DROP FUNCTION ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint);
DROP FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]);
-- STABLE as convert_to is: claiming to be IMMUTABLE, it could not be inlined. 256 is version 1 in the
-- byte before the codec.
CREATE OR REPLACE FUNCTION ledger.entry_start(codec smallint, kind text, stream bytea)
RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT int2send(256::smallint + codec)
    || overlay('\x0000000000000000000000000000000000000000000000000000000000000000'::bytea PLACING convert_to(kind, 'UTF8') FROM 1)
    || stream
$$;

-- Whoever inserts past the append is checked as before, superusers included.
DROP TRIGGER check_event ON ledger.event;
DROP TRIGGER check_payload ON ledger.payload;
-- As text: the condition is read anew by every statement, and a constant of type name has 64 bytes.
CREATE TRIGGER check_event BEFORE INSERT ON ledger.event FOR EACH ROW
  WHEN (current_user <> 'luna_guard'::text) EXECUTE FUNCTION guard.check_event();
CREATE TRIGGER check_payload BEFORE INSERT ON ledger.payload FOR EACH ROW
  WHEN (current_user <> 'luna_guard'::text) EXECUTE FUNCTION guard.check_payload();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER check_event;
ALTER TABLE ledger.payload ENABLE ALWAYS TRIGGER check_payload;

DROP POLICY payload_append ON ledger.payload;
CREATE POLICY payload_append ON ledger.payload FOR INSERT
  WITH CHECK (json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), ''));
CREATE POLICY payload_append_guard ON ledger.payload FOR INSERT TO luna_guard WITH CHECK (true);

-- The whole tables: fifteen columns are looked up one by one otherwise. No login is luna_guard, and
-- its functions name the columns they write; xid is never among them.
REVOKE INSERT ON ledger.event, ledger.payload FROM luna_guard;
GRANT INSERT ON ledger.event, ledger.payload TO luna_guard;

SET LOCAL ROLE luna_guard;
-- Off the path of the append they can afford a search path of their own.
ALTER FUNCTION guard.check_event() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION guard.check_payload() SET search_path = pg_catalog, pg_temp;

-- The rule of the ledger that an event to be appended breaks, by the name it has in the triggers;
-- null when it breaks none. `document` is the payload as JSON. Inlined wherever it is called, so no
-- SET clause; both callers have one.
CREATE FUNCTION guard.broken_rule(
  stream bytea, kind text, codec smallint, payload bytea, salt bytea, org uuid, access text, document jsonb)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN (codec IN (1, 2)) IS NOT TRUE THEN 'event_entry_codec'
    WHEN (kind ~ '^[a-z_]+\.[a-z_]+$' AND octet_length(kind) <= 32) IS NOT TRUE THEN 'event_entry_kind'
    WHEN (octet_length(stream) = 32) IS NOT TRUE THEN 'event_entry_stream'
    WHEN (access <> '' AND string_to_array(access, ',') <@ ARRAY['public', 'owner', 'interest', 'authority']) IS NOT TRUE
      THEN 'event_access'
    WHEN (octet_length(salt) = 32) IS NOT TRUE THEN 'payload_salt'
    WHEN (octet_length(payload) <= 65536) IS NOT TRUE THEN 'payload_size'
    WHEN (org::text = ALL (ARRAY[current_setting('app.current_organization_id', true), document ->> 'org'])) IS NOT TRUE
      THEN 'payload_organization'
  END
$$;

CREATE FUNCTION guard.refuse_event(broken text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'an event breaks a rule of the ledger (%)', broken USING CONSTRAINT = broken,
    ERRCODE = CASE broken WHEN 'payload_organization' THEN 'insufficient_privilege' ELSE 'check_violation' END;
END
$$;

-- Appends events: with append_event the one way into the ledger. Arrays run in parallel, one element
-- per event, sorted by stream; events of one stream keep their order.
--   expected  position the writer believes it writes, or null for "the next one"
-- Streams are locked in that order for the rest of the transaction, so writers of the same streams
-- queue up and cannot deadlock. Raises position_conflict when expected is not next.
CREATE FUNCTION ledger.append(
  streams bytea[], kinds text[], codecs smallint[], payloads bytea[], salts bytea[],
  orgs uuid[], actors uuid[], accesses text[], expected bigint[])
RETURNS TABLE ("position" bigint, leaf_hash bytea, recorded_at bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  now_ms constant bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  one_to_n constant text := format('[1:%s]', cardinality(streams));
  current bytea := '';
  head_position bigint;
  head_leaf bytea;
  head_recorded bigint;
  document jsonb;
  broken text;
  entry bytea;
  positions bigint[]; entries bytea[]; leaves bytea[]; times bigint[]; documents jsonb[];
BEGIN
  -- Checked is what stands at [i], written what unnest gives i-th. That is the same only while every
  -- array begins at 1 and has one dimension, which the caller decides.
  IF (one_to_n = ALL (ARRAY[array_dims(streams), array_dims(kinds), array_dims(codecs), array_dims(payloads),
      array_dims(salts), array_dims(orgs), array_dims(actors), array_dims(accesses), array_dims(expected)])) IS NOT TRUE THEN
    RAISE EXCEPTION 'arrays must run in parallel from 1' USING ERRCODE = 'data_exception', CONSTRAINT = 'arrays_not_parallel';
  END IF;
  -- An assigned-to array is kept expanded: reading element i then costs the same for every i.
  streams[1] := streams[1]; kinds[1] := kinds[1]; payloads[1] := payloads[1]; salts[1] := salts[1];
  accesses[1] := accesses[1];

  -- Only what depends on the preceding event is computed event by event.
  FOR i IN 1..cardinality(streams) LOOP
    document := CASE codecs[i] WHEN 1 THEN convert_from(payloads[i], 'UTF8')::jsonb END;
    broken := guard.broken_rule(streams[i], kinds[i], codecs[i], payloads[i], salts[i], orgs[i], accesses[i], document);
    IF broken IS NOT NULL THEN
      PERFORM guard.refuse_event(broken);
    END IF;
    IF streams[i] <> current THEN
      IF streams[i] < current THEN
        RAISE EXCEPTION 'streams must be sorted' USING ERRCODE = 'data_exception', CONSTRAINT = 'streams_unsorted';
      END IF;
      current := streams[i];
      PERFORM pg_advisory_xact_lock(substring(current FROM 1 FOR 8)::bigint);
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
    documents[i] := document;
  END LOOP;

  RETURN QUERY
  WITH u AS MATERIALIZED (
    SELECT * FROM unnest(streams, kinds, codecs, payloads, salts, orgs, actors, accesses, positions, entries, leaves, times, documents)
      AS u (stream, kind, codec, payload, salt, org, actor, access, position, entry, leaf, recorded, document)),
  e AS (
    INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    SELECT stream, position, kind, codec, entry, leaf, org, actor, string_to_array(access, ','), recorded FROM u),
  p AS (
    INSERT INTO ledger.payload (stream, position, bytes, salt, json)
    SELECT stream, position, payload, salt, document FROM u)
  SELECT u.position, u.leaf, u.recorded FROM u;
END
$$;

-- ledger.append for one event, the common case: the same rules, the same lock, the same bytes, the
-- same refusal. Returns the entry, which says where and when the event landed and gives its leaf. No
-- arrays to parse, expand and unnest and no row to form: it costs half the processor time.
CREATE FUNCTION ledger.append_event(
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

-- For functions of luna_guard that append an event of their own: ledger.append_event, its answer in columns.
CREATE FUNCTION ledger.append_one(
  stream bytea, kind text, codec smallint, payload bytea, salt bytea, org uuid, actor uuid, access text, expected bigint,
  OUT "position" bigint, OUT leaf_hash bytea, OUT recorded_at bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry constant bytea := ledger.append_event(stream, kind, codec, payload, salt, org, actor, access, expected);
BEGIN
  position := substring(entry FROM 67 FOR 8)::bigint;
  recorded_at := substring(entry FROM 75 FOR 8)::bigint;
  leaf_hash := sha256('\x00'::bytea || entry);
END
$$;

REVOKE ALL ON FUNCTION guard.broken_rule(bytea, text, smallint, bytea, bytea, uuid, text, jsonb), guard.refuse_event(text),
  ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]),
  ledger.append_event(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint),
  ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]),
  ledger.append_event(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint) TO luna_app;
