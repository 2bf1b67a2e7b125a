-- The RFC 6962 log over the ledger (docs/spec/log.md): which event is which leaf, the tiles, the
-- head and what was signed and published.
SET LOCAL ROLE luna_guard;

-- Leaves keep stream order: leaf of position p only with or after the leaf of p-1. Checked once per
-- statement over the new rows, which costs a fraction of a self-referencing foreign key.
CREATE FUNCTION guard.check_leaf_order() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT stream, position, leaf_index,
        lag(position) OVER w AS before_position, lag(leaf_index) OVER w AS before_index
      FROM added WINDOW w AS (PARTITION BY stream ORDER BY position)) a
    WHERE a.position > 1 AND NOT (
      (a.before_position IS NOT DISTINCT FROM a.position - 1 AND a.before_index < a.leaf_index)
      OR (a.before_position IS NULL AND EXISTS (
        SELECT FROM log.leaf l
        WHERE l.stream = a.stream AND l.position = a.position - 1 AND l.leaf_index < a.leaf_index)))
  ) THEN
    RAISE EXCEPTION 'a leaf may not precede the leaf of its stream''s preceding event'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'leaf_order';
  END IF;
  RETURN NULL;
END
$$;

-- A tile only ever grows: its new content starts with its old content.
CREATE FUNCTION guard.check_tile_growth() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.level <> OLD.level OR NEW.tile_index <> OLD.tile_index
     OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes THEN
    RAISE EXCEPTION 'a tile only grows' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'tile_growth';
  END IF;
  RETURN NEW;
END
$$;

-- The head only moves forward, and its origin never changes.
CREATE FUNCTION guard.check_head() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.size < OLD.size OR NEW.origin <> OLD.origin
     OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
    RAISE EXCEPTION 'the log head only grows' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'head_growth';
  END IF;
  RETURN NEW;
END
$$;

-- One signature per size, sizes only grow, and only the head's own root is signed.
CREATE FUNCTION guard.check_checkpoint() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM log.checkpoint c WHERE c.size >= NEW.size)
     OR NOT EXISTS (SELECT FROM log.head h WHERE h.size >= NEW.size AND (h.size > NEW.size OR h.root = NEW.root)) THEN
    RAISE EXCEPTION 'a checkpoint must be larger than every earlier one and match the head'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'checkpoint_growth';
  END IF;
  RETURN NEW;
END
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA guard TO luna_owner;

GRANT USAGE ON SCHEMA guard TO luna_indexer;

SET LOCAL ROLE luna_owner;
GRANT USAGE ON SCHEMA log TO luna_app, luna_indexer, luna_audit, luna_guard;

CREATE TABLE log.head (
  single boolean PRIMARY KEY DEFAULT true CONSTRAINT head_single CHECK (single),
  origin text NOT NULL,
  size bigint NOT NULL CONSTRAINT head_size CHECK (size >= 0),
  root bytea NOT NULL CONSTRAINT head_root CHECK (octet_length(root) = 32),
  cursor_xid xid8 NOT NULL,
  cursor_id uuid NOT NULL,
  system_identifier text NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN log.head.cursor_xid IS 'fast path over (xid, id), valid for system_identifier only';

-- One row per step of the indexer. Taking leadership raises the epoch; every write of a step
-- compares it, so a leader that was stopped and replaced can no longer write.
CREATE TABLE log.step (
  step text PRIMARY KEY,
  epoch bigint NOT NULL,
  holder text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  refusal text
);
COMMENT ON COLUMN log.step.refusal IS 'code of the error that keeps the leader from going on; null while it does';
INSERT INTO log.step (step, epoch, holder) VALUES ('seal', 0, ''), ('publish', 0, ''), ('anchor', 0, ''), ('follow', 0, '');

CREATE TABLE log.leaf (
  leaf_index bigint NOT NULL,
  stream bytea NOT NULL,
  position bigint NOT NULL,
  CONSTRAINT leaf_pkey PRIMARY KEY (leaf_index),
  CONSTRAINT leaf_once UNIQUE (stream, position)
);

CREATE TABLE log.tile (
  level smallint NOT NULL,
  tile_index bigint NOT NULL,
  hashes bytea NOT NULL,
  CONSTRAINT tile_pkey PRIMARY KEY (level, tile_index),
  CONSTRAINT tile_width CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0)
);
-- Hashes do not compress; storing them in line uncompressed saves the attempt.
ALTER TABLE log.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE TABLE log.checkpoint (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  note text NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT now()
);

-- One row per published manifest: everything up to `size` is in the content store, pinned.
CREATE TABLE log.manifest (
  size bigint PRIMARY KEY REFERENCES log.checkpoint (size),
  cid text NOT NULL,
  digest bytea NOT NULL CONSTRAINT manifest_digest CHECK (octet_length(digest) = 32),
  previous_cid text,
  published_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER leaf_order AFTER INSERT ON log.leaf REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION guard.check_leaf_order();
CREATE TRIGGER tile_growth BEFORE UPDATE OR DELETE ON log.tile FOR EACH ROW EXECUTE FUNCTION guard.check_tile_growth();
CREATE TRIGGER head_growth BEFORE UPDATE OR DELETE ON log.head FOR EACH ROW EXECUTE FUNCTION guard.check_head();
CREATE TRIGGER checkpoint_growth BEFORE INSERT ON log.checkpoint FOR EACH ROW EXECUTE FUNCTION guard.check_checkpoint();
ALTER TABLE log.leaf ENABLE ALWAYS TRIGGER leaf_order;
ALTER TABLE log.tile ENABLE ALWAYS TRIGGER tile_growth;
ALTER TABLE log.head ENABLE ALWAYS TRIGGER head_growth;
ALTER TABLE log.checkpoint ENABLE ALWAYS TRIGGER checkpoint_growth;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['leaf', 'checkpoint', 'manifest'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON log.%I FOR EACH ROW EXECUTE FUNCTION guard.refuse_change()', t);
    EXECUTE format('ALTER TABLE log.%I ENABLE ALWAYS TRIGGER refuse_change', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['leaf', 'tile', 'head', 'checkpoint', 'manifest'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON log.%I FOR EACH STATEMENT EXECUTE FUNCTION guard.refuse_change()', t);
    EXECUTE format('ALTER TABLE log.%I ENABLE ALWAYS TRIGGER refuse_truncate', t);
  END LOOP;
END
$$;

GRANT SELECT ON ALL TABLES IN SCHEMA log TO luna_app, luna_indexer, luna_audit, luna_guard;
GRANT INSERT ON log.leaf, log.checkpoint, log.manifest, log.head TO luna_indexer;
GRANT INSERT, UPDATE ON log.tile TO luna_indexer;
GRANT UPDATE (size, root, cursor_xid, cursor_id, system_identifier, sealed_at) ON log.head TO luna_indexer;
GRANT UPDATE (epoch, holder, since, refusal) ON log.step TO luna_indexer;
