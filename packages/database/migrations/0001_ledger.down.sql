SET LOCAL ROLE luna_guard;
DROP FUNCTION ledger.erase_payload(bytea, bigint, bytea, bytea, uuid, uuid);
SET LOCAL ROLE luna_owner;
DROP FUNCTION ledger.append_one(bytea, text, smallint, bytea, bytea, uuid, uuid, text, bigint);
DROP FUNCTION ledger.append(bytea[], text[], smallint[], bytea[], bytea[], uuid[], uuid[], text[], bigint[]);
DROP FUNCTION ledger.entry_start(smallint, text, bytea);
DROP TABLE ledger.request, ledger.erasable_kind, ledger.payload, ledger.event;
SET LOCAL ROLE luna_guard;
DROP FUNCTION guard.refuse_change(), guard.check_event(), guard.check_payload();
