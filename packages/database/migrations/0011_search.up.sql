-- Lists and search over a million passports of one company, fast at any depth (deploy/bench, figure
-- `list`; the indexes were chosen by EXPLAIN over as many rows).
SET LOCAL ROLE luna_owner;
-- An upgrade may find that many.
SET LOCAL transaction_timeout = 0;

-- Room on each page for the next state of its rows: an event that moves no filtered column then
-- touches no index. Vacuumed early, because a list is read from the index alone where pages are clean.
ALTER TABLE passports.passport SET (fillfactor = 85,
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

-- One posting list per filter: its passports by id, and beside each what the other filters ask for,
-- so that no combination reads the table for rows it does not show. Serial numbers have
-- passport_device, whose manufacturers are skipped over.
DROP INDEX passports.passport_list_status;
CREATE INDEX passport_of_status ON passports.passport (org_id, status, id)
  INCLUDE (company, manufacturer, model, product_type, origin, created_at);
CREATE INDEX passport_of_company ON passports.passport (org_id, company, id)
  INCLUDE (status, manufacturer, model, product_type, origin, created_at);
CREATE INDEX passport_of_manufacturer ON passports.passport (org_id, manufacturer, id)
  INCLUDE (status, company, model, product_type, origin, created_at);
CREATE INDEX passport_of_model ON passports.passport (org_id, model, id)
  INCLUDE (status, company, manufacturer, product_type, origin, created_at);
CREATE INDEX passport_of_product_type ON passports.passport (org_id, product_type, id)
  INCLUDE (status, company, manufacturer, model, origin, created_at);
CREATE INDEX passport_of_origin ON passports.passport (org_id, origin, id)
  INCLUDE (status, company, manufacturer, model, product_type, created_at);
CREATE INDEX passport_recalled ON passports.passport (org_id, id)
  INCLUDE (status, company, manufacturer, model, product_type, origin, created_at) WHERE 'RECALLED' = ANY (flags);
CREATE INDEX passport_stolen ON passports.passport (org_id, id)
  INCLUDE (status, company, manufacturer, model, product_type, origin, created_at) WHERE 'STOLEN' = ANY (flags);
CREATE INDEX passport_missing ON passports.passport (org_id, id)
  INCLUDE (status, company, manufacturer, model, product_type, origin, created_at) WHERE 'MISSING' = ANY (flags);

-- The words of a text: compatibility forms folded (full width is plain), lower case, parted by white
-- space and punctuation. Scripts without spaces (CJK, from U+2E80 on) give each character and each
-- pair of neighbours: 灌装机 is 灌, 灌装, 装机, 机.
CREATE FUNCTION passports.search_words(p_text text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(regexp_split_to_array(
    regexp_replace(
      regexp_replace(lower(normalize(p_text, NFKC)), '([^\x01-\u2e7f\u3000-\u303f]+)', ' \1 ', 'g'),
      '([^\x01-\u2e7f\u3000-\u303f])', '\1 \1', 'g'),
    '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\u2000-\u206f\u3000-\u303f]+'), '')
$$;

-- What is searched for: every word of the text. Words of three letters or more, and any in a script
-- without spaces, begin a word of the passport or end its serial number; shorter ones are whole words.
-- A character whose pair with a neighbour is asked for is not asked for again. Null when the text has
-- no word.
CREATE FUNCTION passports.search_query(p_text text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH word AS (SELECT DISTINCT w, w !~ '^[\x01-\u2e7f]' AS unspaced FROM unnest(passports.search_words(p_text)) w)
  SELECT string_agg(CASE WHEN length(w) < 3 AND NOT unspaced THEN quote_literal(w)
    ELSE '(' || quote_literal(w) || ':* | ' || quote_literal('~' || reverse(w)) || ':*)' END, ' & ')::tsquery
  FROM word
  WHERE NOT (unspaced AND length(w) = 1 AND EXISTS (SELECT FROM word v WHERE length(v.w) > 1 AND strpos(v.w, word.w) > 0))
$$;

-- A table of its own, so that only what changes a plate or its owner touches the words.
CREATE TABLE passports.search (
  id uuid NOT NULL,
  org_id uuid NOT NULL,
  words tsvector NOT NULL,
  CONSTRAINT search_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN passports.search.words IS 'words of the plate; ~ and the serial number backwards; = and the organisation';
CREATE INDEX search_words ON passports.search USING gin (words) WITH (gin_pending_list_limit = 1024);

CREATE FUNCTION passports.search_vector(
  p_org uuid, p_code text, p_manufacturer text, p_model text, p_serial text, p_name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(
    passports.search_words(concat_ws(E'\n', p_code, p_manufacturer, p_model, p_serial, p_name))
    || ARRAY['=' || p_org, '~' || reverse(array_to_string(passports.search_words(p_serial), ''))])
$$;

CREATE FUNCTION passports.add_to_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO passports.search (id, org_id, words)
    SELECT c.id, c.org_id, passports.search_vector(c.org_id, c.code, c.manufacturer, c.model, c.serial_number, c.name)
    FROM created c;
  RETURN NULL;
END
$$;
CREATE FUNCTION passports.keep_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE passports.search s SET org_id = NEW.org_id,
    words = passports.search_vector(NEW.org_id, NEW.code, NEW.manufacturer, NEW.model, NEW.serial_number, NEW.name)
    WHERE s.id = NEW.id;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION passports.search_words(text), passports.search_query(text),
  passports.search_vector(uuid, text, text, text, text, text), passports.add_to_search(), passports.keep_search() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passports.search_words(text), passports.search_query(text) TO luna_app;
CREATE TRIGGER add_to_search AFTER INSERT ON passports.passport
  REFERENCING NEW TABLE AS created FOR EACH STATEMENT EXECUTE FUNCTION passports.add_to_search();
CREATE TRIGGER keep_search AFTER UPDATE OF org_id, manufacturer, model, serial_number, name ON passports.passport
  FOR EACH ROW WHEN ((OLD.org_id, OLD.manufacturer, OLD.model, OLD.serial_number, OLD.name)
    IS DISTINCT FROM (NEW.org_id, NEW.manufacturer, NEW.model, NEW.serial_number, NEW.name))
  EXECUTE FUNCTION passports.keep_search();

INSERT INTO passports.search (id, org_id, words)
  SELECT p.id, p.org_id, passports.search_vector(p.org_id, p.code, p.manufacturer, p.model, p.serial_number, p.name)
  FROM passports.passport p;

ALTER TABLE passports.search ENABLE ROW LEVEL SECURITY;
ALTER TABLE passports.search FORCE ROW LEVEL SECURITY;
CREATE POLICY search_own ON passports.search FOR SELECT TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY search_owner ON passports.search TO luna_owner USING (true);
GRANT SELECT ON passports.search TO luna_app;

-- Passports of the transaction's organisation that a text finds, before an id, in no order. Of the
-- owner, because @@ is not leakproof: under row-level security it would never reach the index. So the
-- organisation is asked for here, twice: as a word, which the index narrows by, and as a column.
-- Unset context is null, and null finds nothing.
CREATE FUNCTION passports.matching(p_text text, p_before uuid, p_most bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.id FROM passports.search s
  WHERE s.words @@ (passports.search_query(p_text)
      && quote_literal('=' || NULLIF(current_setting('app.current_organization_id', true), ''))::tsquery)
    AND s.org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid
    AND s.id < p_before
  LIMIT p_most
$$;

-- How many of these the planner expects, by its statistics over all companies: to choose a way to read
-- by, not to be shown. Nothing is read. (EXPLAIN is not let into a function that says it is STABLE.)
CREATE FUNCTION passports.expected_matches(p_text text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM passports.search s WHERE s.org_id = $1 AND s.words @@ $2' INTO plan
    USING NULLIF(current_setting('app.current_organization_id', true), '')::uuid, passports.search_query(p_text);
  RETURN round((plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric);
END
$$;
REVOKE ALL ON FUNCTION passports.matching(text, uuid, bigint), passports.expected_matches(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passports.matching(text, uuid, bigint), passports.expected_matches(text) TO luna_app;
