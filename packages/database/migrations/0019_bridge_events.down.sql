SET LOCAL ROLE luna_owner;
DROP INDEX chain.contract_event_place;
DROP INDEX chain.contract_event_deposit;
