SET LOCAL ROLE luna_owner;
DROP VIEW organizations.public_organization;
DROP FUNCTION organizations.invitation_of(bytea);
DROP TABLE organizations.party, organizations.supplier, organizations.invitation, organizations.membership;
DROP POLICY organization_own ON organizations.organization;
DROP POLICY organization_platform ON organizations.organization;
DROP POLICY organization_auth ON organizations.organization;
DROP POLICY organization_public ON organizations.organization;
REVOKE ALL ON organizations.organization FROM luna_app, luna_auth, luna_platform;
ALTER TABLE organizations.organization
  DROP COLUMN code, DROP COLUMN legal_name, DROP COLUMN registration_number, DROP COLUMN tax_id,
  DROP COLUMN company_type, DROP COLUMN country, DROP COLUMN address, DROP COLUMN website,
  DROP COLUMN email, DROP COLUMN status, DROP COLUMN decided_at, DROP COLUMN decided_by,
  DROP COLUMN decision_reason, DROP COLUMN updated_at;
ALTER TABLE organizations.organization SET SCHEMA passports;
GRANT SELECT ON passports.organization TO luna_app;
REVOKE ALL ON SCHEMA organizations FROM luna_app, luna_auth, luna_public, luna_platform;
