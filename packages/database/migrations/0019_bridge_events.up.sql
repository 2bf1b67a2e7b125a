-- Events of the points bridge are followed beside those of the log, in the same table.
SET LOCAL ROLE luna_owner;

-- Deposits are numbered without gaps from 0: a number is there once, and its predecessor is found fast.
CREATE UNIQUE INDEX contract_event_deposit
  ON chain.contract_event (chain_id, contract, ((arguments ->> 'index')::bigint)) WHERE name = 'Deposited';
-- Readers go on from the last event they have taken.
CREATE INDEX contract_event_place ON chain.contract_event (chain_id, contract, block_number, log_index);
