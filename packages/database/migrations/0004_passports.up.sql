-- Passports: who operates, what a device is today, and the sequences its code is taken from. The
-- history itself is in schema ledger; a row here is the head of one stream, written in the same
-- transaction as the event that changes it.
SET LOCAL ROLE luna_owner;

-- Until organisations have a module of their own there is one: the operator's. Its id and that of
-- the bootstrap key's holder are random, made once by this migration, and end up inside payloads.
CREATE TABLE passports.organization (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  operator boolean NOT NULL DEFAULT false,
  bootstrap_actor uuid NOT NULL DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organization_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN passports.organization.bootstrap_actor IS 'actor of events written with the bootstrap key';
CREATE UNIQUE INDEX organization_operator ON passports.organization (operator) WHERE operator;
INSERT INTO passports.organization (name, operator) VALUES ('Operator', true);

CREATE TABLE passports.passport (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  code text NOT NULL,
  stream bytea NOT NULL,
  company text NOT NULL,
  product_type text NOT NULL,
  origin text NOT NULL,
  manufacturer text NOT NULL,
  model text NOT NULL,
  serial_number text NOT NULL,
  manufactured_at text,
  name text,
  status text NOT NULL,
  flags text[] NOT NULL DEFAULT '{}',
  position bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT passport_pkey PRIMARY KEY (id),
  CONSTRAINT passport_code UNIQUE (code),
  CONSTRAINT passport_device UNIQUE (org_id, manufacturer, serial_number),
  CONSTRAINT passport_organization FOREIGN KEY (org_id) REFERENCES passports.organization (id),
  CONSTRAINT passport_code_form CHECK (
    code ~ '^DP-[A-Z]{3}-[0-9]{4}-[A-Z]{2}-[A-Z]{2}-[0-9]{6}-[0-5][A-F]$'
    AND substring(code FROM 4 FOR 3) = company
    AND substring(code FROM 13 FOR 2) = product_type
    AND substring(code FROM 16 FOR 2) = origin),
  CONSTRAINT passport_stream CHECK (
    stream = sha256('\x6c756e612f73747265616d2f310a'::bytea || convert_to('passport:' || code, 'UTF8'))),
  CONSTRAINT passport_manufactured_at CHECK (manufactured_at ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  CONSTRAINT passport_status CHECK (status IN ('CREATED', 'PROCURED', 'IN_QC', 'QC_PASSED', 'QC_FAILED',
    'IN_ASSEMBLY', 'IN_TESTING', 'TEST_PASSED', 'TEST_FAILED', 'PACKAGED', 'IN_TRANSIT', 'DELIVERED',
    'IN_SERVICE', 'MAINTENANCE', 'DECOMMISSIONED', 'RETIRED')),
  CONSTRAINT passport_flags CHECK (flags <@ ARRAY['RECALLED', 'STOLEN', 'MISSING']),
  CONSTRAINT passport_position CHECK (position >= 1)
);
COMMENT ON TABLE passports.passport IS 'What a passport''s history says about the device today';
COMMENT ON COLUMN passports.passport.manufactured_at IS 'month, YYYY-MM';
COMMENT ON COLUMN passports.passport.position IS 'position of the stream''s newest event';
CREATE INDEX passport_list ON passports.passport (org_id, id);
CREATE INDEX passport_list_status ON passports.passport (org_id, status, id);

-- The last sequence given out; the row lock, held until the creating transaction ends, is what
-- makes sequences dense.
CREATE TABLE passports.code_sequence (
  company text NOT NULL,
  month text NOT NULL,
  product_type text NOT NULL,
  origin text NOT NULL,
  org_id uuid NOT NULL,
  last integer NOT NULL,
  CONSTRAINT code_sequence_pkey PRIMARY KEY (company, month, product_type, origin),
  CONSTRAINT code_sequence_organization FOREIGN KEY (org_id) REFERENCES passports.organization (id),
  CONSTRAINT code_sequence_range CHECK (last BETWEEN 0 AND 999999)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['organization', 'passport', 'code_sequence'] LOOP
    EXECUTE format('ALTER TABLE passports.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE passports.%I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END
$$;
CREATE POLICY organization_read ON passports.organization FOR SELECT
  USING (operator OR id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY passport_own ON passports.passport
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY passport_public ON passports.passport FOR SELECT TO luna_owner USING (true);
CREATE POLICY code_sequence_own ON passports.code_sequence
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);

-- What everybody may know who holds a code: the plate data. A view runs as its owner, so it is the
-- one way past passport_own, and it has public columns only.
CREATE VIEW passports.public_passport WITH (security_barrier) AS
  SELECT id, code, stream, company, product_type, origin, manufacturer, model, serial_number,
    manufactured_at, name, status, flags, position, created_at, updated_at
  FROM passports.passport;

-- Claims idempotency keys (ledger.request) for a transaction: one row per key, in the order of the
-- keys. claimed = the key is ours and the work is to be done; otherwise the row tells what the first
-- request was (same = it had the same body) and what came of it.
-- A key claimed by a transaction that is still running is waited for, for a second at most, then
-- 55P03/request_running.
CREATE FUNCTION ledger.claim_requests(
  p_org uuid, p_actor uuid, p_route text, p_keys text[], p_macs bytea[])
RETURNS TABLE (key text, claimed boolean, same boolean, status smallint, result jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '1s' AS $$
#variable_conflict use_column
DECLARE
  ours text[];
BEGIN
  WITH inserted AS (
    INSERT INTO ledger.request (org_id, actor_id, route, key, request_mac)
    SELECT p_org, p_actor, p_route, u.key, u.mac
    FROM unnest(p_keys, p_macs) AS u (key, mac) ORDER BY u.key COLLATE "C"
    ON CONFLICT ON CONSTRAINT request_pkey DO NOTHING
    RETURNING request.key)
  SELECT coalesce(array_agg(inserted.key), '{}') INTO ours FROM inserted;
  RETURN QUERY
    SELECT r.key, r.key = ANY (ours), r.request_mac = u.mac, r.status, r.result
    FROM unnest(p_keys, p_macs) AS u (key, mac)
    JOIN ledger.request r ON r.org_id = p_org AND r.actor_id = p_actor AND r.route = p_route AND r.key = u.key
    ORDER BY r.key COLLATE "C";
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'a request with this key is still running'
    USING ERRCODE = 'lock_not_available', CONSTRAINT = 'request_running';
END
$$;
REVOKE ALL ON FUNCTION ledger.claim_requests(uuid, uuid, text, text[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.claim_requests(uuid, uuid, text, text[], bytea[]) TO luna_app;

GRANT USAGE ON SCHEMA passports TO luna_app;
GRANT SELECT ON passports.organization, passports.passport, passports.code_sequence, passports.public_passport TO luna_app;
GRANT INSERT (org_id, code, stream, company, product_type, origin, manufacturer, model, serial_number,
  manufactured_at, name, status, flags, position) ON passports.passport TO luna_app;
GRANT UPDATE (manufacturer, model, serial_number, manufactured_at, name, status, flags, position,
  updated_at) ON passports.passport TO luna_app;
GRANT INSERT, UPDATE (last) ON passports.code_sequence TO luna_app;
