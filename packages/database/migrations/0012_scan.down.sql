SET LOCAL ROLE luna_owner;
DROP FUNCTION scan.count_scans(uuid[], integer[]);
DROP TABLE scan.daily;
DROP VIEW scan.owner;
REVOKE USAGE ON SCHEMA scan FROM luna_app, luna_public;
