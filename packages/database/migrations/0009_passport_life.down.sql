SET LOCAL ROLE luna_guard;
-- The only deletion in the ledger: removes the payload of an event whose kind may hold personal
-- data, and appends `payload.erased` (bytes prepared by the caller, checked here) to the same
-- stream. The entry and its leaf stay; what was said is gone, that something was said is not.
CREATE OR REPLACE FUNCTION ledger.erase_payload(
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

SET LOCAL ROLE luna_owner;
DROP POLICY passport_guard ON passports.passport;
REVOKE ALL ON passports.passport FROM luna_guard;
REVOKE ALL ON SCHEMA passports FROM luna_guard;
REVOKE ALL ON log.leaf, log.tile, log.checkpoint, log.manifest, chain.anchor, chain.contract_event FROM luna_public;
REVOKE ALL ON ledger.event FROM luna_public;
REVOKE ALL ON passports.public_passport FROM luna_public;
REVOKE USAGE ON SCHEMA passports, ledger, log, chain FROM luna_public;
GRANT SELECT ON ledger.event TO luna_app;
DROP VIEW ledger.public_event, ledger.visible_event;
DROP POLICY payload_public ON ledger.payload;
DROP POLICY payload_guard ON ledger.payload;
DROP POLICY payload_read ON ledger.payload;
CREATE POLICY payload_read ON ledger.payload FOR SELECT
  USING (json -> 'access' ? 'public'
    OR json ->> 'org' = NULLIF(current_setting('app.current_organization_id', true), '')
    OR current_user IN ('luna_audit', 'luna_guard'));
DROP FUNCTION passports.accept_transfer(uuid, uuid, timestamptz);
DROP FUNCTION passports.part_in(bytea);
DROP POLICY passport_write ON passports.passport;
DROP TABLE passports.transfer, passports.component;
DROP FUNCTION passports.keep_offeree();
DROP POLICY party_owner ON organizations.party;
ALTER POLICY own ON organizations.party
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
ALTER TABLE organizations.party DROP COLUMN until;
DROP FUNCTION passports.insert_passports(text[], bytea[], text[], text[], text[], text[], text[], text[], text[], text[],
  text[], text[], text[], bigint[]);
DROP FUNCTION passports.lock_passports(text[], uuid[]);
DROP FUNCTION passports.update_passports(uuid[], text[], text[], text[], text[], text[], text[], text[], text[], text[],
  bigint[]);
DROP FUNCTION passports.begin_creation(text[], text[], text[], text[], text[], text[], text[], text[]);
DROP POLICY code_sequence_owner ON passports.code_sequence;
ALTER TABLE passports.code_sequence ADD COLUMN org_id uuid,
  ADD CONSTRAINT code_sequence_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id);
UPDATE passports.code_sequence s SET org_id = (SELECT o.id FROM organizations.organization o WHERE o.operator);
ALTER TABLE passports.code_sequence ALTER COLUMN org_id SET NOT NULL;
CREATE POLICY code_sequence_own ON passports.code_sequence
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE (last) ON passports.code_sequence TO luna_app;
GRANT INSERT (org_id, code, stream, company, product_type, origin, manufacturer, model, serial_number,
  manufactured_at, name, status, flags, position) ON passports.passport TO luna_app;
GRANT UPDATE (manufacturer, model, serial_number, manufactured_at, name, status, flags, position,
  updated_at) ON passports.passport TO luna_app;
DROP VIEW passports.public_passport;
ALTER TABLE passports.passport DROP COLUMN gtin, DROP COLUMN giai;
DROP INDEX passports.passport_history;
CREATE VIEW passports.public_passport WITH (security_barrier) AS
  SELECT id, code, stream, company, product_type, origin, manufacturer, model, serial_number,
    manufactured_at, name, status, flags, position, created_at, updated_at
  FROM passports.passport;
GRANT SELECT ON passports.public_passport TO luna_app;
