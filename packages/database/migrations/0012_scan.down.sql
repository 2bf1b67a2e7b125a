SET LOCAL ROLE luna_owner;
DROP FUNCTION scan.count_scans(uuid[], integer[]);
DROP FUNCTION scan.versions(text[], bigint);
DROP TABLE scan.daily;
REVOKE USAGE ON SCHEMA scan FROM luna_app, luna_public;
