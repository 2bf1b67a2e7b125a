-- What an anonymous reader of a device is told beyond public_passport, public_event and
-- public_document, and how often that was. Counts know the device and the day and nothing else: there
-- is no column that could hold an address or an agent.
SET LOCAL ROLE luna_owner;

-- Where the history of each device stands: in the ledger, in the log, and in the newest finalised anchor
-- of a tree that we signed and that no successor has withdrawn; and who answers for it, by the public
-- name of its present owner. All that an answer to an anonymous reader depends on, and asked at every
-- scan, so it is planned once: planning takes ten times as long as running.
CREATE FUNCTION scan.versions(p_codes text[], p_chain bigint)
RETURNS TABLE (code text, "position" bigint, leaf text, sealed bigint, anchored bigint, owner text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT p.code, h.position, encode(h.leaf_hash, 'hex'), coalesce(s.position, 0), coalesce(a.position, 0), o.name
  FROM passports.passport p
  LEFT JOIN organizations.organization o ON o.id = p.org_id AND o.status = 'APPROVED'
  CROSS JOIN LATERAL (
    SELECT e.position, e.leaf_hash FROM ledger.event e
    WHERE e.stream = p.stream ORDER BY e.position DESC LIMIT 1) h
  LEFT JOIN LATERAL (
    SELECT l.position FROM log.leaf l
    WHERE l.stream = p.stream ORDER BY l.position DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (
    SELECT l.position FROM log.leaf l
    WHERE l.stream = p.stream AND l.leaf_index < (
      SELECT n.size FROM chain.anchor n JOIN log.checkpoint c USING (size, root)
      WHERE n.chain_id = p_chain AND n.finalised AND NOT EXISTS (
        SELECT FROM chain.contract_event r
        WHERE r.chain_id = n.chain_id AND r.contract = n.contract AND r.name = 'Retired'
          AND n.anchor_index > (r.arguments ->> 'lastHonestIndex')::bigint)
      ORDER BY n.size DESC LIMIT 1)
    ORDER BY l.position DESC LIMIT 1) a ON true
  WHERE p.code = ANY (p_codes);
END
$$;
REVOKE ALL ON FUNCTION scan.versions(text[], bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scan.versions(text[], bigint) TO luna_public;

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
GRANT SELECT ON scan.daily TO luna_app;
