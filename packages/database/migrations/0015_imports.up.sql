-- Imports of passports from files: a job, and the rows of its file as they were read, until some days
-- after it ended. What has become of a row is written in the transaction in which it becomes so.
SET LOCAL ROLE luna_owner;

CREATE TABLE imports.job (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'RECEIVING',
  file_name text NOT NULL,
  format text NOT NULL,
  columns jsonb NOT NULL,
  defaults jsonb NOT NULL DEFAULT '{}',
  dry_run boolean NOT NULL DEFAULT false,
  all_or_nothing boolean NOT NULL DEFAULT false,
  total integer NOT NULL DEFAULT 0,
  handled integer NOT NULL DEFAULT 0,
  accepted integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  CONSTRAINT job_pkey PRIMARY KEY (id),
  CONSTRAINT job_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT job_state CHECK (state IN
    ('RECEIVING', 'QUEUED', 'CHECKING', 'CREATING', 'FINISHED', 'REFUSED', 'CANCELLED', 'FAILED')),
  CONSTRAINT job_format CHECK (format IN ('CSV', 'AAS')),
  CONSTRAINT job_counts CHECK (handled BETWEEN 0 AND total AND least(accepted, done, refused) >= 0
    AND accepted + done + refused <= total),
  CONSTRAINT job_finished CHECK ((finished_at IS NULL) = (state IN ('RECEIVING', 'QUEUED', 'CHECKING', 'CREATING')))
);
COMMENT ON COLUMN imports.job.state IS 'RECEIVING: the file is still coming in; nobody is shown the job';
COMMENT ON COLUMN imports.job.columns IS 'the name in the file of each field that it has';
COMMENT ON COLUMN imports.job.defaults IS 'fields that rows need not have';
COMMENT ON COLUMN imports.job.handled IS 'rows up to this number are dealt with in this state';
CREATE INDEX job_list ON imports.job (org_id, id);
CREATE INDEX job_unfinished ON imports.job (id) WHERE finished_at IS NULL;

CREATE TABLE imports.row (
  job_id uuid NOT NULL,
  number integer NOT NULL,
  line integer NOT NULL,
  fields jsonb NOT NULL,
  outcome text NOT NULL,
  refusal text,
  refused_column text,
  reason text,
  passport_code text,
  CONSTRAINT row_pkey PRIMARY KEY (job_id, number),
  CONSTRAINT row_job FOREIGN KEY (job_id) REFERENCES imports.job (id) ON DELETE CASCADE,
  CONSTRAINT row_outcome CHECK (outcome IN ('pending', 'accepted', 'done', 'refused')),
  CONSTRAINT row_done CHECK ((outcome = 'done') = (passport_code IS NOT NULL)),
  CONSTRAINT row_refused CHECK ((outcome = 'refused') = (refusal IS NOT NULL) AND (refusal IS NULL) = (reason IS NULL))
);
COMMENT ON COLUMN imports.row.line IS 'where it starts in a CSV file; which nameplate it is in the others';
CREATE INDEX row_refusals ON imports.row (job_id, number) WHERE outcome = 'refused';

ALTER TABLE imports.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.job FORCE ROW LEVEL SECURITY;
ALTER TABLE imports.row ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.row FORCE ROW LEVEL SECURITY;
CREATE POLICY job_read ON imports.job FOR SELECT TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY job_begin ON imports.job FOR INSERT TO luna_app
  WITH CHECK (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY job_advance ON imports.job FOR UPDATE TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid AND finished_at IS NULL)
  WITH CHECK (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
-- A file that was refused while it came in leaves nothing behind; what began stays.
CREATE POLICY job_discard ON imports.job FOR DELETE TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid AND state = 'RECEIVING');
-- The subquery sees what job_read lets it see.
CREATE POLICY row_own ON imports.row TO luna_app
  USING (job_id IN (SELECT j.id FROM imports.job j));
-- What the functions below need, and no more.
CREATE POLICY job_unfinished ON imports.job FOR SELECT TO luna_owner USING (true);
CREATE POLICY job_left ON imports.job FOR DELETE TO luna_owner
  USING (state = 'RECEIVING' AND created_at < now() - interval '1 hour');
CREATE POLICY row_read ON imports.row FOR SELECT TO luna_owner USING (true);
CREATE POLICY row_expired ON imports.row FOR DELETE TO luna_owner
  USING (job_id IN (SELECT j.id FROM imports.job j WHERE j.finished_at < now() - interval '7 days'));

-- Jobs of all companies that a worker may go on with, or the one with this id: the worker belongs to
-- no organisation, so row-level security would hide all of them from it.
CREATE FUNCTION imports.unfinished(p_id uuid)
RETURNS TABLE (id uuid, org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT j.id, j.org_id FROM imports.job j
  WHERE j.finished_at IS NULL AND j.state <> 'RECEIVING' AND (p_id IS NULL OR j.id = p_id) ORDER BY j.id
$$;

-- Deletes, of all companies, what came in of files that were broken off more than an hour ago, and at
-- most p_limit rows of jobs that ended more than 7 days ago; tells how many of these.
CREATE FUNCTION imports.delete_expired_rows(p_limit integer)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM imports.job j WHERE j.state = 'RECEIVING';
  WITH deleted AS (
    DELETE FROM imports.row r USING (
      SELECT o.job_id, o.number FROM imports.row o JOIN imports.job j ON j.id = o.job_id
      WHERE j.finished_at < now() - interval '7 days' LIMIT p_limit) old
    WHERE (r.job_id, r.number) = (old.job_id, old.number)
    RETURNING 1)
  SELECT count(*) FROM deleted
$$;
REVOKE ALL ON FUNCTION imports.unfinished(uuid), imports.delete_expired_rows(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION imports.unfinished(uuid), imports.delete_expired_rows(integer) TO luna_app;

GRANT USAGE ON SCHEMA imports TO luna_app;
GRANT SELECT, DELETE, INSERT (org_id, actor_id, file_name, format, columns),
  UPDATE (state, defaults, dry_run, all_or_nothing, total, handled, accepted, done, refused, started_at, finished_at)
  ON imports.job TO luna_app;
GRANT SELECT, INSERT (job_id, number, line, fields, outcome, refusal, refused_column, reason),
  UPDATE (outcome, refusal, refused_column, reason, passport_code) ON imports.row TO luna_app;
