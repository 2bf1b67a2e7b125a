SET LOCAL ROLE luna_owner;
DROP FUNCTION imports.delete_expired_rows(integer);
DROP FUNCTION imports.unfinished(uuid);
DROP TABLE imports.row;
DROP TABLE imports.job;
REVOKE ALL ON SCHEMA imports FROM luna_app;
