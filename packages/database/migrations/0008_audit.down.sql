SET LOCAL ROLE luna_guard;
DROP FUNCTION ledger.append_audit(uuid, uuid, bytea, bytea, bytea);
SET LOCAL ROLE luna_owner;
DROP TABLE ledger.stream_salt;
REVOKE ALL ON SCHEMA ledger FROM luna_auth, luna_platform;
