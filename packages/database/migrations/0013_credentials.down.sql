SET LOCAL ROLE luna_guard;
DROP FUNCTION ledger.published_documents(bigint, bigint);
SET LOCAL ROLE luna_owner;
DROP VIEW credentials.public_publication;
DROP VIEW credentials.public_issuer_key;
DROP TABLE credentials.publication;
DROP TABLE credentials.issuer_key;
REVOKE ALL ON SCHEMA credentials FROM luna_app, luna_public;
