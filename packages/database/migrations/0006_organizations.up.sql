-- Companies, who belongs to them and in which role, invitations, supplier records. The one row there
-- was, the operator's, moves here with its id: it stands in payloads that are already hashed.
SET LOCAL ROLE luna_owner;

ALTER TABLE passports.organization SET SCHEMA organizations;
ALTER TABLE organizations.organization
  ADD COLUMN code text,
  ADD COLUMN legal_name text,
  ADD COLUMN registration_number text,
  ADD COLUMN tax_id text,
  ADD COLUMN company_type text,
  ADD COLUMN country text,
  ADD COLUMN address text,
  ADD COLUMN website text,
  ADD COLUMN email text,
  ADD COLUMN status text NOT NULL DEFAULT 'APPROVED',
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decided_by uuid,
  ADD COLUMN decision_reason text,
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT organization_code UNIQUE (code),
  ADD CONSTRAINT organization_code_form CHECK (code ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT organization_country CHECK (country ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT organization_company_type CHECK (company_type IN ('LLC', 'CORPORATION', 'PARTNERSHIP', 'SOLE_PROPRIETORSHIP', 'OTHER')),
  ADD CONSTRAINT organization_status CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED'));
-- From now on nobody is approved by being there.
ALTER TABLE organizations.organization ALTER COLUMN status SET DEFAULT 'PENDING';
COMMENT ON COLUMN organizations.organization.code IS 'three letters at the start of the company''s passport codes';
COMMENT ON COLUMN organizations.organization.decided_by IS 'account of the platform admin';
CREATE INDEX organization_list ON organizations.organization (status, id);

CREATE TABLE organizations.membership (
  org_id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT membership_pkey PRIMARY KEY (org_id, account_id),
  CONSTRAINT membership_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT membership_role CHECK (role IN ('CUSTOMER', 'SUPPLIER_VIEWER', 'BUYER_VIEWER', 'SUPPLIER_QC',
    'SUPPLIER_PACKER', 'EXPERT', 'SUPPLIER_SHIPPER', 'SUPPLIER_ADMIN', 'BUYER_ADMIN', 'ENGINEER',
    'QC_INSPECTOR', 'OPERATOR', 'ADMIN', 'AUDITOR'))
);
COMMENT ON TABLE organizations.membership IS 'A person holds one role per organisation; an ended one stays as a record';
CREATE INDEX membership_account ON organizations.membership (account_id) WHERE ended_at IS NULL;

CREATE TABLE organizations.invitation (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  token_hash bytea NOT NULL,
  invited_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token UNIQUE (token_hash),
  CONSTRAINT invitation_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT invitation_token_length CHECK (octet_length(token_hash) = 32)
);
COMMENT ON COLUMN organizations.invitation.token_hash IS 'SHA-256 of the token in the link; the token itself is kept nowhere';
CREATE INDEX invitation_list ON organizations.invitation (org_id, id);

CREATE TABLE organizations.supplier (
  id uuid NOT NULL DEFAULT uuidv7(),
  org_id uuid NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  country text,
  email text,
  phone text,
  note text,
  linked_org_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  CONSTRAINT supplier_pkey PRIMARY KEY (id),
  CONSTRAINT supplier_number UNIQUE (org_id, number),
  CONSTRAINT supplier_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT supplier_country CHECK (country ~ '^[A-Z]{2}$')
);
CREATE INDEX supplier_list ON organizations.supplier (org_id, id);

-- Whom a thing concerns besides its owner: the other side of a transfer, a service company, …
CREATE TABLE organizations.party (
  subject uuid NOT NULL,
  org_id uuid NOT NULL,
  part text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT party_pkey PRIMARY KEY (subject, org_id, part),
  CONSTRAINT party_organization FOREIGN KEY (org_id) REFERENCES organizations.organization (id),
  CONSTRAINT party_part CHECK (part ~ '^[a-z_]{1,40}$')
);
COMMENT ON COLUMN organizations.party.subject IS 'id of the passport (later: order, deal, …)';
CREATE INDEX party_organization_of ON organizations.party (org_id, subject);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['membership', 'invitation', 'supplier', 'party'] LOOP
    EXECUTE format('ALTER TABLE organizations.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE organizations.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON organizations.%I TO luna_app '
      'USING (org_id = NULLIF(current_setting(''app.current_organization_id'', true), '''')::uuid)', t);
    EXECUTE format('CREATE POLICY platform ON organizations.%I FOR SELECT TO luna_platform USING (true)', t);
  END LOOP;
END
$$;
-- Registering makes a new organisation in its own context; its status is not the application's to set.
CREATE POLICY organization_own ON organizations.organization TO luna_app
  USING (id = NULLIF(current_setting('app.current_organization_id', true), '')::uuid);
CREATE POLICY organization_platform ON organizations.organization TO luna_platform USING (true);
CREATE POLICY organization_auth ON organizations.organization FOR SELECT TO luna_auth USING (true);
CREATE POLICY membership_auth ON organizations.membership FOR SELECT TO luna_auth USING (true);

-- An invited person knows the token and nothing else; the function tells what it opens.
CREATE POLICY invitation_by_token ON organizations.invitation FOR SELECT TO luna_owner USING (true);
CREATE FUNCTION organizations.invitation_of(p_token_hash bytea)
RETURNS TABLE (id uuid, org_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.org_id FROM organizations.invitation i WHERE i.token_hash = p_token_hash
$$;
REVOKE ALL ON FUNCTION organizations.invitation_of(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations.invitation_of(bytea) TO luna_app;

-- Names of companies are public (product.md: buyers ask who stands behind a passport).
CREATE POLICY organization_public ON organizations.organization FOR SELECT TO luna_owner USING (true);
CREATE VIEW organizations.public_organization WITH (security_barrier) AS
  SELECT id, name, code, country, website, operator FROM organizations.organization WHERE status = 'APPROVED';

GRANT USAGE ON SCHEMA organizations TO luna_app, luna_auth, luna_public, luna_platform;
GRANT SELECT ON organizations.organization, organizations.membership, organizations.invitation,
  organizations.supplier, organizations.party TO luna_app, luna_platform;
GRANT SELECT ON organizations.public_organization TO luna_app, luna_public, luna_platform;
GRANT SELECT (id, name, code, status, operator, bootstrap_actor) ON organizations.organization TO luna_auth;
GRANT SELECT ON organizations.membership TO luna_auth;
GRANT INSERT (id, name, code, legal_name, registration_number, tax_id, company_type, country, address,
  website, email) ON organizations.organization TO luna_app;
GRANT UPDATE (name, legal_name, registration_number, tax_id, company_type, country, address, website,
  email, updated_at) ON organizations.organization TO luna_app;
GRANT UPDATE (status, code, decided_at, decided_by, decision_reason, updated_at) ON organizations.organization TO luna_platform;
GRANT INSERT (org_id, account_id, role), UPDATE (role, ended_at) ON organizations.membership TO luna_app;
GRANT INSERT (org_id, email, role, token_hash, invited_by, expires_at), UPDATE (accepted_at, accepted_by, revoked_at)
  ON organizations.invitation TO luna_app;
GRANT INSERT (org_id, number, name, country, email, phone, note, linked_org_id),
  UPDATE (number, name, country, email, phone, note, linked_org_id, updated_at, archived_at)
  ON organizations.supplier TO luna_app;
