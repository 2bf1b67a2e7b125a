-- What an anonymous reader of a device is told besides public_passport, public_event and
-- public_document, and how often that was. Counts know the device and the day and nothing else: there
-- is no column that could hold an address or an agent.
SET LOCAL ROLE luna_owner;

-- Who answers for a device, as everybody may know it: the name of its present, approved owner.
CREATE VIEW scan.owner WITH (security_barrier) AS
  SELECT p.id AS passport_id, o.name
  FROM passports.passport p JOIN organizations.public_organization o ON o.id = p.org_id;

CREATE TABLE scan.daily (
  passport_id uuid NOT NULL,
  day date NOT NULL,
  scans bigint NOT NULL,
  CONSTRAINT daily_pkey PRIMARY KEY (passport_id, day),
  CONSTRAINT daily_passport FOREIGN KEY (passport_id) REFERENCES passports.passport (id),
  CONSTRAINT daily_scans CHECK (scans > 0)
);
COMMENT ON COLUMN scan.daily.day IS 'in UTC, when the count was written: at most seconds after the scan';

ALTER TABLE scan.daily ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan.daily FORCE ROW LEVEL SECURITY;
-- Whoever has the device today reads all of its counts.
CREATE POLICY daily_own ON scan.daily FOR SELECT TO luna_app USING (EXISTS (
  SELECT FROM passports.passport p WHERE p.id = passport_id
    AND p.org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY daily_owner ON scan.daily TO luna_owner USING (true);

-- Adds scans to today's counts, the one thing an anonymous reader's role may write. Rows in the order
-- of their key, so that two processes cannot lock each other out.
CREATE FUNCTION scan.count_scans(p_passports uuid[], p_scans integer[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO scan.daily AS d (passport_id, day, scans)
    SELECT u.passport, (now() AT TIME ZONE 'UTC')::date, u.scans
    FROM unnest(p_passports, p_scans) AS u (passport, scans)
    WHERE u.scans > 0 ORDER BY u.passport
    ON CONFLICT ON CONSTRAINT daily_pkey DO UPDATE SET scans = d.scans + EXCLUDED.scans
$$;
REVOKE ALL ON FUNCTION scan.count_scans(uuid[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scan.count_scans(uuid[], integer[]) TO luna_public;

GRANT USAGE ON SCHEMA scan TO luna_app, luna_public;
GRANT SELECT ON scan.owner TO luna_public;
GRANT SELECT ON scan.daily TO luna_app;
