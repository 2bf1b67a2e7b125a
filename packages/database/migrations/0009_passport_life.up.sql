-- Passports of many companies: who gives out which codes, who reads what, how title passes on, which
-- device is part of which.
SET LOCAL ROLE luna_owner;

-- Keys of GS1. A GTIN names a product type, so only with the serial number does it name a device; a
-- GIAI does alone. Unique per organisation; the indexes begin with the key, because a resolver
-- looks for it everywhere.
ALTER TABLE passports.passport
  ADD COLUMN gtin text,
  ADD COLUMN giai text,
  ADD CONSTRAINT passport_gtin CHECK (gtin ~ '^[0-9]{14}$'),
  ADD CONSTRAINT passport_giai CHECK (giai ~ '^[!-z]{1,30}$');
CREATE UNIQUE INDEX passport_gtin_device ON passports.passport (gtin, serial_number, org_id) WHERE gtin IS NOT NULL;
CREATE UNIQUE INDEX passport_giai_device ON passports.passport (giai, org_id) WHERE giai IS NOT NULL;
-- Whose history a stream is: payload_read below asks for every restricted payload.
CREATE UNIQUE INDEX passport_history ON passports.passport (stream);
CREATE OR REPLACE VIEW passports.public_passport WITH (security_barrier) AS
  SELECT id, code, stream, company, product_type, origin, manufacturer, model, serial_number,
    manufactured_at, name, status, flags, position, created_at, updated_at, gtin, giai
  FROM passports.passport;

-- A sequence belongs to the company whose letters it has, whoever gave out its first numbers.
DROP POLICY code_sequence_own ON passports.code_sequence;
ALTER TABLE passports.code_sequence DROP COLUMN org_id;
CREATE POLICY code_sequence_owner ON passports.code_sequence TO luna_owner USING (true);
REVOKE ALL ON passports.code_sequence FROM luna_app;

-- Passports are written by the functions that follow, and by nothing else. A call is a round trip; the
-- plans of functions are kept, while arrays make the planner plan anew each time; and as luna_owner they
-- keep to the transaction's organisation by a condition that no index answers (IS NOT DISTINCT FROM).
-- Under passport_own the planner may look for a device among all that a company has, and keep that
-- plan, made for a company with few, for one with a million.
REVOKE INSERT, UPDATE ON passports.passport FROM luna_app;
CREATE POLICY passport_write ON passports.passport TO luna_owner USING (true);

-- Locks the passports of the transaction's organisation that codes and ids name, in the order of their
-- ids, until the transaction ends. `ledger_position` is that of the stream's newest event, read behind
-- the lock: whoever waited for it otherwise sees the ledger as it was before.
CREATE FUNCTION passports.lock_passports(p_codes text[], p_ids uuid[])
RETURNS TABLE (passport passports.passport, ledger_position bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  own constant uuid := NULLIF(current_setting('app.current_organization_id', true), '')::uuid;
BEGIN
  PERFORM FROM passports.passport p
    WHERE (p.code = ANY (p_codes) OR p.id = ANY (p_ids)) AND p.org_id IS NOT DISTINCT FROM own
    ORDER BY p.id FOR UPDATE;
  RETURN QUERY
    SELECT p, (SELECT e.position FROM ledger.event e WHERE e.stream = p.stream ORDER BY e.position DESC LIMIT 1)
    FROM passports.passport p
    WHERE (p.code = ANY (p_codes) OR p.id = ANY (p_ids)) AND p.org_id IS NOT DISTINCT FROM own;
END
$$;

-- Writes what passports of the transaction's organisation have become.
CREATE FUNCTION passports.update_passports(
  p_ids uuid[], p_manufacturers text[], p_models text[], p_serial_numbers text[], p_manufactured_at text[],
  p_names text[], p_gtins text[], p_giais text[], p_statuses text[], p_flags text[], p_positions bigint[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE passports.passport p SET manufacturer = u.manufacturer, model = u.model, serial_number = u.serial_number,
      manufactured_at = u.manufactured_at, name = u.name, gtin = u.gtin, giai = u.giai, status = u.status,
      flags = string_to_array(u.flags, ','), position = u.position, updated_at = now()
    FROM unnest(p_ids, p_manufacturers, p_models, p_serial_numbers, p_manufactured_at, p_names, p_gtins, p_giais,
      p_statuses, p_flags, p_positions) AS u (id, manufacturer, model, serial_number, manufactured_at, name, gtin,
      giai, status, flags, position)
    WHERE p.id = u.id
      AND p.org_id IS NOT DISTINCT FROM NULLIF(current_setting('app.current_organization_id', true), '')::uuid;
END
$$;

-- Begins the creation of passports.
--   last   of each group of codes the number given out last, locked until the transaction ends; null
--          where the transaction's organisation gives out no codes of the company: an approved company
--          does under its own letters, the operator under any that are no other company's
--   taken  of each device the code of the passport it has in the organisation, by any of its names;
--          read behind the locks, so that whoever creates the same device meanwhile is seen
-- Groups are sorted, so that two writers cannot lock each other out.
CREATE FUNCTION passports.begin_creation(
  p_companies text[], p_months text[], p_types text[], p_origins text[],
  p_manufacturers text[], p_serial_numbers text[], p_gtins text[], p_giais text[],
  OUT last integer[], OUT taken text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  own organizations.organization;
  allowed text[];
BEGIN
  SELECT o.* INTO own FROM organizations.organization o
    WHERE o.id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid AND o.status = 'APPROVED';
  allowed := ARRAY(
    SELECT c FROM unnest(p_companies) c
    WHERE c = own.code OR own.operator AND NOT EXISTS (
      SELECT FROM organizations.organization h
      WHERE h.code = c AND h.id <> own.id AND h.status IN ('APPROVED', 'SUSPENDED')));
  INSERT INTO passports.code_sequence (company, month, product_type, origin, last)
    SELECT u.company, u.month, u.product_type, u.origin, 0
    FROM unnest(p_companies, p_months, p_types, p_origins)
      WITH ORDINALITY AS u (company, month, product_type, origin, o)
    WHERE u.company = ANY (allowed) ORDER BY u.o
    ON CONFLICT ON CONSTRAINT code_sequence_pkey DO NOTHING;
  last := ARRAY(
    SELECT s.last
    FROM unnest(p_companies, p_months, p_types, p_origins)
      WITH ORDINALITY AS u (company, month, product_type, origin, o)
    LEFT JOIN LATERAL (
      SELECT c.last FROM passports.code_sequence c
      WHERE (c.company, c.month, c.product_type, c.origin) = (u.company, u.month, u.product_type, u.origin)
        AND u.company = ANY (allowed)
      FOR UPDATE) s ON true
    ORDER BY u.o);
  taken := ARRAY(
    SELECT coalesce(
      -- Equal, in the words by which passport_device is the index to use whatever the statistics say.
      (SELECT p.code FROM passports.passport p
       WHERE p.org_id = own.id AND p.manufacturer = u.manufacturer
         AND p.serial_number BETWEEN u.serial_number AND u.serial_number ORDER BY p.serial_number LIMIT 1),
      CASE WHEN u.gtin IS NOT NULL THEN (SELECT p.code FROM passports.passport p
       WHERE p.gtin = u.gtin AND p.serial_number = u.serial_number AND p.org_id IS NOT DISTINCT FROM own.id) END,
      CASE WHEN u.giai IS NOT NULL THEN (SELECT p.code FROM passports.passport p
       WHERE p.giai = u.giai AND p.org_id IS NOT DISTINCT FROM own.id) END)
    FROM unnest(p_manufacturers, p_serial_numbers, p_gtins, p_giais)
      WITH ORDINALITY AS u (manufacturer, serial_number, gtin, giai, o)
    ORDER BY u.o);
END
$$;

-- Inserts passports of the transaction's organisation and moves the sequences of their codes on;
-- tells their ids, in the order of the arrays.
CREATE FUNCTION passports.insert_passports(
  p_codes text[], p_streams bytea[], p_companies text[], p_types text[], p_origins text[],
  p_manufacturers text[], p_models text[], p_serial_numbers text[], p_manufactured_at text[],
  p_names text[], p_gtins text[], p_giais text[], p_statuses text[], p_positions bigint[])
RETURNS TABLE (id uuid, code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  UPDATE passports.code_sequence s SET last = u.last
    FROM (SELECT substr(c, 4, 3) AS company, substr(c, 8, 4) AS month, substr(c, 13, 2) AS product_type,
        substr(c, 16, 2) AS origin, max(substr(c, 19, 6)::integer) AS last
      FROM unnest(p_codes) c GROUP BY 1, 2, 3, 4) u
    WHERE (s.company, s.month, s.product_type, s.origin) = (u.company, u.month, u.product_type, u.origin);
  RETURN QUERY INSERT INTO passports.passport (org_id, code, stream, company, product_type, origin,
      manufacturer, model, serial_number, manufactured_at, name, gtin, giai, status, position)
    SELECT NULLIF(current_setting('app.current_organization_id', true), '')::uuid, u.*
    FROM unnest(p_codes, p_streams, p_companies, p_types, p_origins, p_manufacturers, p_models,
      p_serial_numbers, p_manufactured_at, p_names, p_gtins, p_giais, p_statuses, p_positions) u
    RETURNING passport.id, passport.code;
END
$$;
REVOKE ALL ON FUNCTION
  passports.lock_passports(text[], uuid[]),
  passports.update_passports(uuid[], text[], text[], text[], text[], text[], text[], text[], text[], text[], bigint[]),
  passports.begin_creation(text[], text[], text[], text[], text[], text[], text[], text[]),
  passports.insert_passports(text[], bytea[], text[], text[], text[], text[], text[], text[], text[], text[], text[],
    text[], text[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  passports.lock_passports(text[], uuid[]),
  passports.update_passports(uuid[], text[], text[], text[], text[], text[], text[], text[], text[], text[], bigint[]),
  passports.begin_creation(text[], text[], text[], text[], text[], text[], text[], text[]),
  passports.insert_passports(text[], bytea[], text[], text[], text[], text[], text[], text[], text[], text[], text[],
    text[], text[], bigint[]) TO luna_app;

-- Which device is part of which, since when and until when. A row belongs to whoever has the parent.
CREATE TABLE passports.component (
  id uuid NOT NULL DEFAULT uuidv7(),
  parent uuid NOT NULL,
  child uuid NOT NULL,
  part text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  CONSTRAINT component_pkey PRIMARY KEY (id),
  CONSTRAINT component_parent FOREIGN KEY (parent) REFERENCES passports.passport (id),
  CONSTRAINT component_child FOREIGN KEY (child) REFERENCES passports.passport (id),
  CONSTRAINT component_other CHECK (parent <> child)
);
COMMENT ON COLUMN passports.component.part IS 'where in the parent it sits';
CREATE UNIQUE INDEX component_place ON passports.component (child) WHERE until IS NULL;
CREATE INDEX component_parts ON passports.component (parent) WHERE until IS NULL;

-- Offers of title and what became of them.
CREATE TABLE passports.transfer (
  id uuid NOT NULL DEFAULT uuidv7(),
  passport uuid NOT NULL,
  from_org uuid NOT NULL,
  to_org uuid NOT NULL,
  offered_by uuid NOT NULL,
  offered_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  reference text,
  state text NOT NULL DEFAULT 'OFFERED',
  decided_by uuid,
  decided_at timestamptz,
  CONSTRAINT transfer_pkey PRIMARY KEY (id),
  CONSTRAINT transfer_passport FOREIGN KEY (passport) REFERENCES passports.passport (id),
  CONSTRAINT transfer_from FOREIGN KEY (from_org) REFERENCES organizations.organization (id),
  CONSTRAINT transfer_to FOREIGN KEY (to_org) REFERENCES organizations.organization (id),
  CONSTRAINT transfer_other CHECK (from_org <> to_org),
  CONSTRAINT transfer_state CHECK (state IN ('OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'EXPIRED')),
  CONSTRAINT transfer_decided CHECK ((state = 'OFFERED') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX transfer_open ON passports.transfer (passport) WHERE state = 'OFFERED';
CREATE INDEX transfer_outgoing ON passports.transfer (from_org, id);
CREATE INDEX transfer_incoming ON passports.transfer (to_org, id);

ALTER TABLE passports.component ENABLE ROW LEVEL SECURITY;
ALTER TABLE passports.component FORCE ROW LEVEL SECURITY;
ALTER TABLE passports.transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE passports.transfer FORCE ROW LEVEL SECURITY;
-- The subqueries see what passport_own lets them see: the organisation's own.
CREATE POLICY component_own ON passports.component TO luna_app
  USING (EXISTS (SELECT FROM passports.passport p WHERE p.id = parent))
  WITH CHECK (EXISTS (SELECT FROM passports.passport p WHERE p.id = parent)
    AND EXISTS (SELECT FROM passports.passport p WHERE p.id = child));
CREATE POLICY transfer_sides ON passports.transfer FOR SELECT TO luna_app
  USING (NULLIF(current_setting('app.current_organization_id', true), '')::uuid IN (from_org, to_org));
CREATE POLICY transfer_offer ON passports.transfer FOR INSERT TO luna_app
  WITH CHECK (from_org = NULLIF(current_setting('app.current_organization_id', true), '')::uuid
    AND EXISTS (SELECT FROM passports.passport p WHERE p.id = passport));
-- An offer ends once, by the side whose word it is; acceptance moves title and is the function below.
CREATE POLICY transfer_end ON passports.transfer FOR UPDATE TO luna_app
  USING (state = 'OFFERED'
    AND NULLIF(current_setting('app.current_organization_id', true), '')::uuid IN (from_org, to_org))
  WITH CHECK (NULLIF(current_setting('app.current_organization_id', true), '')::uuid
    = CASE state WHEN 'REFUSED' THEN to_org WHEN 'WITHDRAWN' THEN from_org WHEN 'EXPIRED' THEN from_org END);
CREATE POLICY component_owner ON passports.component FOR SELECT TO luna_owner USING (true);
CREATE POLICY transfer_owner ON passports.transfer TO luna_owner USING (true);
GRANT SELECT, INSERT (parent, child, part, since), UPDATE (until) ON passports.component TO luna_app;
GRANT SELECT, INSERT (passport, from_org, to_org, offered_by, offered_at, expires_at, reference),
  UPDATE (state, decided_by, decided_at) ON passports.transfer TO luna_app;

-- Whoever is offered a device is a party to it while the offer stands, and no longer.
ALTER TABLE organizations.party ADD COLUMN until timestamptz;
COMMENT ON COLUMN organizations.party.until IS 'ends by itself then; null: when the row goes';
ALTER POLICY own ON organizations.party
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid
    AND (until IS NULL OR until > now()));
CREATE POLICY party_owner ON organizations.party TO luna_owner USING (true);
CREATE FUNCTION passports.keep_offeree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state = 'OFFERED' THEN
    INSERT INTO organizations.party (subject, org_id, part, until)
      VALUES (NEW.passport, NEW.to_org, 'offeree', now() + (NEW.expires_at - NEW.offered_at));
  ELSE
    DELETE FROM organizations.party a
      WHERE a.subject = NEW.passport AND a.org_id = NEW.to_org AND a.part = 'offeree';
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION passports.keep_offeree() FROM PUBLIC;
CREATE TRIGGER keep_offeree AFTER INSERT OR UPDATE OF state ON passports.transfer
  FOR EACH ROW EXECUTE FUNCTION passports.keep_offeree();

-- Accepts an offer made to the transaction's organisation: the one way past passport_own. Title to the
-- device and to every part in it passes on, other offers of them end, and so do the parties of the old
-- owner. Returns the passports that moved, locked; what remains is to write their events.
CREATE FUNCTION passports.accept_transfer(p_transfer uuid, p_actor uuid, p_now timestamptz)
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  offer passports.transfer;
  tree uuid[];
  moved integer;
BEGIN
  SELECT t.* INTO offer FROM passports.transfer t
    WHERE t.id = p_transfer AND t.to_org = NULLIF(current_setting('app.current_organization_id', true), '')::uuid;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such offer' USING ERRCODE = 'no_data_found', CONSTRAINT = 'transfer_unknown';
  END IF;
  -- No part comes or goes meanwhile; passports before offers, as every writer locks them.
  PERFORM pg_advisory_xact_lock(hashtextextended('passports.component:' || offer.from_org, 0));
  tree := ARRAY(
    WITH RECURSIVE t AS (
      SELECT offer.passport AS id
      UNION SELECT c.child FROM t JOIN passports.component c ON c.parent = t.id AND c.until IS NULL)
    SELECT t.id FROM t);
  PERFORM FROM passports.passport p WHERE p.id = ANY (tree) ORDER BY p.id FOR UPDATE;
  UPDATE passports.transfer t SET state = 'ACCEPTED', decided_by = p_actor, decided_at = p_now
    WHERE t.id = offer.id AND t.state = 'OFFERED' AND t.expires_at > p_now;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the offer is no longer open' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_closed';
  END IF;
  IF EXISTS (SELECT FROM passports.component c WHERE c.child = offer.passport AND c.until IS NULL) THEN
    RAISE EXCEPTION 'the device is part of another' USING ERRCODE = 'check_violation', CONSTRAINT = 'component_place';
  END IF;
  UPDATE passports.transfer t SET state = 'WITHDRAWN', decided_at = p_now
    WHERE t.passport = ANY (tree) AND t.state = 'OFFERED';
  UPDATE passports.passport p SET org_id = offer.to_org WHERE p.id = ANY (tree) AND p.org_id = offer.from_org;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> cardinality(tree) THEN
    RAISE EXCEPTION 'the device or a part in it is not the offerer''s' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_closed';
  END IF;
  DELETE FROM organizations.party a WHERE a.subject = ANY (tree);
  RETURN QUERY SELECT unnest(tree);
END
$$;
REVOKE ALL ON FUNCTION passports.accept_transfer(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passports.accept_transfer(uuid, uuid, timestamptz) TO luna_app;

-- What the transaction's organisation is to the device of a stream: its owner, a party, or nothing.
CREATE FUNCTION passports.part_in(p_stream bytea) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  own constant uuid := NULLIF(current_setting('app.current_organization_id', true), '')::uuid;
  device uuid;
  owner uuid;
BEGIN
  SELECT p.id, p.org_id INTO device, owner FROM passports.passport p WHERE p.stream = p_stream;
  RETURN CASE WHEN owner = own THEN 'owner' WHEN EXISTS (
    SELECT FROM organizations.party a
    WHERE a.subject = device AND a.org_id = own AND (a.until IS NULL OR a.until > now())) THEN 'party' END;
END
$$;
REVOKE ALL ON FUNCTION passports.part_in(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passports.part_in(bytea) TO luna_app;

-- Who reads a payload is judged by the present: everybody the public ones; the owner of the device
-- its whole history, whoever wrote it; a party what is of legitimate interest; and everybody what
-- they wrote themselves. Unset context means no organisation, hence public payloads only.
DROP POLICY payload_read ON ledger.payload;
CREATE POLICY payload_read ON ledger.payload FOR SELECT TO luna_app USING (
  json -> 'access' ? 'public'
  OR json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), '')
  OR CASE passports.part_in(stream) WHEN 'owner' THEN true WHEN 'party' THEN json -> 'access' ? 'interest' END);
CREATE POLICY payload_guard ON ledger.payload FOR SELECT TO luna_audit, luna_guard USING (true);
CREATE POLICY payload_public ON ledger.payload FOR SELECT TO luna_owner USING (json -> 'access' ? 'public');

-- Events with their place in the log and their payload, as far as the reader may see it; never the
-- columns that say who wrote them. visible_event asks as whoever reads it; public_event as its owner,
-- who sees public payloads only. OFFSET 0 makes the planner look each event's place and payload up by
-- their keys: as plain joins it may read the whole stream's once per event, policies and all.
DO $$
DECLARE
  events constant text := 'SELECT e.stream, e.position, e.kind, e.recorded_at, e.entry, e.leaf_hash, e.access, '
    'l.leaf_index, p.bytes, p.salt, p.json FROM ledger.event e '
    'LEFT JOIN LATERAL (SELECT leaf.leaf_index FROM log.leaf '
    '  WHERE leaf.stream = e.stream AND leaf.position = e.position OFFSET 0) l ON true '
    'LEFT JOIN LATERAL (SELECT payload.bytes, payload.salt, payload.json FROM ledger.payload '
    '  WHERE payload.stream = e.stream AND payload.position = e.position OFFSET 0) p ON true';
BEGIN
  EXECUTE 'CREATE VIEW ledger.visible_event WITH (security_invoker) AS ' || events;
  EXECUTE 'CREATE VIEW ledger.public_event AS ' || events;
END
$$;
GRANT SELECT ON ledger.visible_event TO luna_app;

REVOKE SELECT ON ledger.event FROM luna_app;
GRANT SELECT (stream, position, id, kind, codec, entry, leaf_hash, access, recorded_at, xid) ON ledger.event TO luna_app;

-- Anonymous readers: public views, and what the log publishes anyway.
GRANT USAGE ON SCHEMA passports, ledger, log, chain TO luna_public;
GRANT SELECT ON passports.public_passport, ledger.public_event TO luna_public;
GRANT SELECT (stream, position, entry) ON ledger.event TO luna_public;
GRANT SELECT ON log.leaf, log.tile, log.checkpoint, log.manifest, chain.anchor, chain.contract_event TO luna_public;

-- Erasing follows title as reading does, and only for the organisation of the transaction.
GRANT USAGE ON SCHEMA passports TO luna_guard;
GRANT SELECT (stream, org_id) ON passports.passport TO luna_guard;
CREATE POLICY passport_guard ON passports.passport FOR SELECT TO luna_guard USING (true);

SET LOCAL ROLE luna_guard;
-- The only deletion in the ledger: removes the payload of an event whose kind may hold personal
-- data, and appends `payload.erased` (bytes prepared by the caller, checked here) to the same
-- stream. The entry and its leaf stay; what was said is gone, that something was said is not.
CREATE OR REPLACE FUNCTION ledger.erase_payload(
  p_stream bytea, p_position bigint, p_payload bytea, p_salt bytea, p_org uuid, p_actor uuid)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target ledger.event;
  said jsonb := convert_from(p_payload, 'UTF8')::jsonb;
  names jsonb := said -> 'data' -> 'erases';
  appended bigint;
BEGIN
  SELECT * INTO target FROM ledger.event e
    WHERE e.stream = p_stream AND e.position = p_position
      AND p_org = NULLIF(current_setting('app.current_organization_id', true), '')::uuid
      AND p_org = coalesce((SELECT p.org_id FROM passports.passport p WHERE p.stream = p_stream), e.org_id);
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
     OR said ->> 'org' IS DISTINCT FROM p_org::text OR said ->> 'actor' IS DISTINCT FROM p_actor::text
     OR coalesce(said -> 'data' ->> 'reason', '') = '' THEN
    RAISE EXCEPTION 'payload.erased must name the event it erases, who erases it and a reason'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_mismatch';
  END IF;
  DELETE FROM ledger.payload d WHERE d.stream = p_stream AND d.position = p_position;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this payload was erased before' USING ERRCODE = 'no_data_found', CONSTRAINT = 'payload_gone';
  END IF;
  SELECT a.position INTO appended FROM ledger.append_one(p_stream, 'payload.erased', 1::smallint, p_payload, p_salt,
    p_org, p_actor, (SELECT string_agg(c, ',') FROM jsonb_array_elements_text(said -> 'access') c), NULL) a;
  RETURN appended;
END
$$;
