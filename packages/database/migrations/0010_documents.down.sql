SET LOCAL ROLE luna_owner;
DROP FUNCTION passports.unnamed_blobs(text[]);
DROP VIEW passports.public_document;
DROP TABLE passports.document;
