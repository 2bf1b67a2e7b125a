SET LOCAL ROLE luna_owner;
SET LOCAL transaction_timeout = 0;
DROP TRIGGER keep_search ON passports.passport;
DROP TRIGGER add_to_search ON passports.passport;
DROP FUNCTION passports.matching(text, uuid, bigint), passports.expected_matches(text);
DROP TABLE passports.search;
DROP FUNCTION passports.keep_search(), passports.add_to_search();
DROP FUNCTION passports.search_vector(uuid, text, text, text, text, text), passports.search_query(text), passports.search_words(text);
DROP INDEX passports.passport_of_status, passports.passport_of_company, passports.passport_of_manufacturer,
  passports.passport_of_model, passports.passport_of_product_type, passports.passport_of_origin,
  passports.passport_recalled, passports.passport_stolen, passports.passport_missing;
CREATE INDEX passport_list_status ON passports.passport (org_id, status, id);
ALTER TABLE passports.passport RESET (fillfactor,
  autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor);
