SET LOCAL ROLE luna_owner;
DROP FUNCTION ledger.claim_requests(uuid, uuid, text, text[], bytea[]);
DROP VIEW passports.public_passport;
DROP TABLE passports.code_sequence, passports.passport, passports.organization;
REVOKE USAGE ON SCHEMA passports FROM luna_app;
