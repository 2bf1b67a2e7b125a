SET LOCAL ROLE luna_owner;
DROP FUNCTION chain.forget_development_chain();
DROP TABLE chain.contract_event, chain.anchor, chain.tx_mined, chain.header, chain.cursor, chain.tx_attempt, chain.tx_intent;
DROP FUNCTION chain.refuse_final_undo(), chain.check_cursor();
REVOKE USAGE ON SCHEMA chain FROM luna_app, luna_indexer, luna_audit;
