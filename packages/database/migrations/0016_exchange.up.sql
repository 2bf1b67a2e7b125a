-- EPCIS events that others sent us, and the audit trail as it is read.
SET LOCAL ROLE luna_owner;
-- An upgrade may find millions of events to look through for the two indexes below.
SET LOCAL transaction_timeout = 0;

-- Which EPCIS events a history holds that came from outside, by their CBV hash: the same event captured
-- twice has the effect of one, for ever. A declaration that an event was wrong has that event's hash.
CREATE TABLE exchange.captured_event (
  passport_id uuid NOT NULL,
  hash bytea NOT NULL,
  is_error boolean NOT NULL,
  first_position bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT captured_event_pkey PRIMARY KEY (passport_id, hash, is_error),
  CONSTRAINT captured_event_passport FOREIGN KEY (passport_id) REFERENCES passports.passport (id),
  CONSTRAINT captured_event_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT captured_event_positions CHECK (first_position >= 1 AND last_position >= first_position)
);
COMMENT ON COLUMN exchange.captured_event.last_position IS 'an EPCIS event may become several of ours, one after the other';

-- What became of each capture. Written once, when it has ended.
CREATE TABLE exchange.capture_job (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  error_behaviour text NOT NULL,
  captured integer NOT NULL,
  repeated integer NOT NULL,
  errors jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  CONSTRAINT capture_job_pkey PRIMARY KEY (id),
  CONSTRAINT capture_job_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT capture_job_error_behaviour CHECK (error_behaviour IN ('rollback', 'proceed')),
  CONSTRAINT capture_job_counts CHECK (captured >= 0 AND repeated >= 0)
);

ALTER TABLE exchange.captured_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.captured_event FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.capture_job ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.capture_job FORCE ROW LEVEL SECURITY;
-- Whoever has the device today: what its history holds does not change with title. The subquery sees
-- what passport_own lets it see.
CREATE POLICY captured_event_own ON exchange.captured_event TO luna_app
  USING (EXISTS (SELECT FROM passports.passport p WHERE p.id = passport_id));
CREATE POLICY capture_job_own ON exchange.capture_job TO luna_app
  USING (org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
GRANT USAGE ON SCHEMA exchange TO luna_app;
GRANT SELECT, INSERT (passport_id, hash, is_error, first_position, last_position) ON exchange.captured_event TO luna_app;
GRANT SELECT, INSERT (org_id, actor_id, error_behaviour, captured, repeated, errors, created_at, finished_at)
  ON exchange.capture_job TO luna_app;

-- Acts by company and by actor, newest last; partial, so that no other event pays for them.
CREATE INDEX event_audit_org ON ledger.event (org_id, recorded_at, id) WHERE kind = 'audit.acted';
CREATE INDEX event_audit_actor ON ledger.event (actor_id, recorded_at, id) WHERE kind = 'audit.acted';
CREATE INDEX event_audit ON ledger.event (recorded_at, id) WHERE kind = 'audit.acted';

-- The audit trail: who acted for which company, when, and what they did, which is null once erased. The
-- streams are salted, so acts are found by the columns of their events, which no role of the api may
-- read; luna_guard may, and so do its views. OFFSET 0 as in visible_event.
SET LOCAL ROLE luna_guard;
CREATE VIEW ledger.audit_act WITH (security_barrier) AS
  SELECT e.id, e.org_id, e.actor_id, e.recorded_at, p.json -> 'data' AS data
  FROM ledger.event e
  LEFT JOIN LATERAL (SELECT payload.json FROM ledger.payload
    WHERE payload.stream = e.stream AND payload.position = e.position OFFSET 0) p ON true
  WHERE e.kind = 'audit.acted';
-- A company's own. Unset context is null, and null finds nothing.
CREATE VIEW ledger.own_audit_act WITH (security_barrier) AS
  SELECT a.* FROM ledger.audit_act a
  WHERE a.org_id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid;
GRANT SELECT ON ledger.own_audit_act TO luna_app;
GRANT SELECT ON ledger.audit_act TO luna_platform;
