-- What we send to a chain and what we learn from it (docs/spec: ledger, sending and following).
-- Hashes and addresses are raw bytes. Nothing here is evidence: every row can be read again from
-- the chain, except the intents, which exist before the chain knows of them.
SET LOCAL ROLE luna_owner;
GRANT USAGE ON SCHEMA chain TO luna_app, luna_indexer, luna_audit;

-- One row per transaction we want mined, written before anything is signed.
CREATE TABLE chain.tx_intent (
  id bigint GENERATED ALWAYS AS IDENTITY,
  chain_id bigint NOT NULL,
  signer bytea NOT NULL,
  nonce bigint,
  purpose text NOT NULL,
  target bytea NOT NULL,
  data bytea NOT NULL,
  value numeric(78, 0) NOT NULL,
  state text NOT NULL DEFAULT 'created',
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  CONSTRAINT tx_intent_pkey PRIMARY KEY (id),
  CONSTRAINT tx_intent_nonce UNIQUE (chain_id, signer, nonce),
  CONSTRAINT tx_intent_bytes CHECK (octet_length(signer) = 20 AND octet_length(target) = 20),
  CONSTRAINT tx_intent_state CHECK (
    state IN ('created', 'signed', 'broadcast', 'succeeded', 'reverted', 'withdrawn', 'displaced')),
  CONSTRAINT tx_intent_has_nonce CHECK (nonce >= 0 OR (nonce IS NULL AND state = 'withdrawn')),
  CONSTRAINT tx_intent_settled CHECK ((settled_at IS NULL) = (state IN ('created', 'signed', 'broadcast')))
);
CREATE UNIQUE INDEX tx_intent_purpose ON chain.tx_intent (chain_id, purpose)
  WHERE state IN ('created', 'signed', 'broadcast');
COMMENT ON COLUMN chain.tx_intent.nonce IS 'null once an intent that was never signed is withdrawn: the nonce is free again';
COMMENT ON COLUMN chain.tx_intent.state IS 'settled states: succeeded, reverted, withdrawn (nonce unused or filled), displaced (nonce used by a transaction that is not ours)';

-- One row per signed transaction of an intent, stored before it is broadcast. All share its nonce,
-- so at most one of them is ever mined.
CREATE TABLE chain.tx_attempt (
  chain_id bigint NOT NULL,
  hash bytea NOT NULL,
  intent_id bigint NOT NULL REFERENCES chain.tx_intent (id),
  ordinal integer NOT NULL,
  raw bytea NOT NULL,
  fills_nonce boolean NOT NULL,
  gas bigint NOT NULL,
  max_fee numeric(78, 0) NOT NULL,
  max_tip numeric(78, 0) NOT NULL,
  signed_at timestamptz NOT NULL,
  broadcast_at timestamptz,
  refusal text,
  CONSTRAINT tx_attempt_pkey PRIMARY KEY (chain_id, hash),
  CONSTRAINT tx_attempt_ordinal UNIQUE (intent_id, ordinal),
  CONSTRAINT tx_attempt_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT tx_attempt_fees CHECK (max_tip <= max_fee)
);
COMMENT ON COLUMN chain.tx_attempt.max_fee IS 'wei per gas';
COMMENT ON COLUMN chain.tx_attempt.fills_nonce IS 'an empty transfer to ourselves, signed when the call can no longer succeed';
COMMENT ON COLUMN chain.tx_attempt.refusal IS 'why a node last refused it; null when it was accepted';

-- How far the chain was followed. `finalised` never goes back.
CREATE TABLE chain.cursor (
  chain_id bigint PRIMARY KEY,
  start_block bigint NOT NULL,
  head_number bigint NOT NULL,
  head_hash bytea,
  finalised_number bigint,
  finalised_hash bytea,
  moved_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT cursor_order CHECK (finalised_number BETWEEN start_block AND head_number),
  CONSTRAINT cursor_head CHECK (
    head_number >= start_block - 1 AND (head_hash IS NULL) = (head_number = start_block - 1)),
  CONSTRAINT cursor_finalised CHECK ((finalised_number IS NULL) = (finalised_hash IS NULL))
);
COMMENT ON COLUMN chain.cursor.head_hash IS 'null while no block was followed: head_number is then start_block - 1';

CREATE TABLE chain.header (
  chain_id bigint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  parent_hash bytea NOT NULL,
  time bigint NOT NULL,
  CONSTRAINT header_pkey PRIMARY KEY (chain_id, number),
  CONSTRAINT header_hash CHECK (octet_length(hash) = 32 AND octet_length(parent_hash) = 32)
);
COMMENT ON COLUMN chain.header.time IS 'Unix seconds';

-- Our own transactions as found in followed blocks.
CREATE TABLE chain.tx_mined (
  chain_id bigint NOT NULL,
  hash bytea NOT NULL,
  block_number bigint NOT NULL,
  block_hash bytea NOT NULL,
  succeeded boolean NOT NULL,
  gas_used bigint NOT NULL,
  gas_price numeric(78, 0) NOT NULL,
  CONSTRAINT tx_mined_pkey PRIMARY KEY (chain_id, hash),
  CONSTRAINT tx_mined_attempt FOREIGN KEY (chain_id, hash) REFERENCES chain.tx_attempt (chain_id, hash)
);
CREATE INDEX tx_mined_block ON chain.tx_mined (chain_id, block_number);

-- Followed `Anchored` events. An effect is named by its transaction and place in it, which survive
-- a reorganisation; (block, log index) names the log.
CREATE TABLE chain.anchor (
  chain_id bigint NOT NULL,
  contract bytea NOT NULL,
  anchor_index bigint NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  manifest bytea NOT NULL,
  tx_hash bytea NOT NULL,
  log_in_tx integer NOT NULL,
  block_number bigint NOT NULL,
  block_hash bytea NOT NULL,
  log_index integer NOT NULL,
  block_time bigint NOT NULL,
  followed_at bigint NOT NULL,
  finalised boolean NOT NULL DEFAULT false,
  CONSTRAINT anchor_pkey PRIMARY KEY (chain_id, tx_hash, log_in_tx),
  CONSTRAINT anchor_log UNIQUE (chain_id, block_hash, log_index),
  CONSTRAINT anchor_once UNIQUE (chain_id, contract, anchor_index),
  CONSTRAINT anchor_bytes CHECK (
    octet_length(contract) = 20 AND octet_length(root) = 32 AND octet_length(manifest) = 32)
);
CREATE INDEX anchor_size ON chain.anchor (chain_id, size);
CREATE INDEX anchor_followed ON chain.anchor (chain_id, followed_at);
COMMENT ON COLUMN chain.anchor.followed_at IS 'the block that made us look at this log; later than block_number for a successor''s logs from before we knew it';

-- Every other event of the log's contracts: Started, Frozen, Retired, Succeeded, log keys, …
CREATE TABLE chain.contract_event (
  chain_id bigint NOT NULL,
  contract bytea NOT NULL,
  name text NOT NULL,
  arguments jsonb NOT NULL,
  tx_hash bytea NOT NULL,
  log_in_tx integer NOT NULL,
  block_number bigint NOT NULL,
  block_hash bytea NOT NULL,
  log_index integer NOT NULL,
  block_time bigint NOT NULL,
  followed_at bigint NOT NULL,
  finalised boolean NOT NULL DEFAULT false,
  CONSTRAINT contract_event_pkey PRIMARY KEY (chain_id, tx_hash, log_in_tx),
  CONSTRAINT contract_event_log UNIQUE (chain_id, block_hash, log_index)
);
CREATE INDEX contract_event_followed ON chain.contract_event (chain_id, followed_at);
COMMENT ON COLUMN chain.contract_event.arguments IS 'by name; integers as decimal text, bytes and addresses as 0x hex';

-- What is final is never undone and the finalised block never goes back: a chain that says otherwise
-- is an incident for people. The development chain may be forgotten as a whole, below.
CREATE FUNCTION chain.refuse_final_undo() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.chain_id = 31337 AND current_user = 'luna_owner' THEN
    RETURN OLD;
  END IF;
  IF OLD.finalised THEN
    RAISE EXCEPTION 'finalised rows are never undone'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'chain_final_undo';
  END IF;
  RETURN OLD;
END
$$;
CREATE FUNCTION chain.check_cursor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.chain_id <> OLD.chain_id OR NEW.start_block <> OLD.start_block
     OR (OLD.finalised_number IS NOT NULL AND NEW.finalised_number IS NULL)
     OR NEW.finalised_number < OLD.finalised_number
     OR (NEW.finalised_number = OLD.finalised_number AND NEW.finalised_hash <> OLD.finalised_hash) THEN
    RAISE EXCEPTION 'the finalised block never goes back'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'chain_final_undo';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER refuse_final_undo BEFORE DELETE ON chain.anchor
  FOR EACH ROW EXECUTE FUNCTION chain.refuse_final_undo();
CREATE TRIGGER refuse_final_undo BEFORE DELETE ON chain.contract_event
  FOR EACH ROW EXECUTE FUNCTION chain.refuse_final_undo();
CREATE TRIGGER check_cursor BEFORE UPDATE ON chain.cursor
  FOR EACH ROW EXECUTE FUNCTION chain.check_cursor();

-- The one way to delete intents and final rows, for the one chain that can lose its past.
CREATE FUNCTION chain.forget_development_chain() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM chain.tx_mined WHERE chain_id = 31337;
  DELETE FROM chain.tx_attempt WHERE chain_id = 31337;
  DELETE FROM chain.tx_intent WHERE chain_id = 31337;
  DELETE FROM chain.anchor WHERE chain_id = 31337;
  DELETE FROM chain.contract_event WHERE chain_id = 31337;
  DELETE FROM chain.header WHERE chain_id = 31337;
  DELETE FROM chain.cursor WHERE chain_id = 31337;
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA chain FROM PUBLIC;

GRANT SELECT ON ALL TABLES IN SCHEMA chain TO luna_app, luna_indexer, luna_audit;
GRANT INSERT ON ALL TABLES IN SCHEMA chain TO luna_indexer;
GRANT UPDATE (state, nonce, settled_at) ON chain.tx_intent TO luna_indexer;
GRANT UPDATE (broadcast_at, refusal) ON chain.tx_attempt TO luna_indexer;
GRANT UPDATE (head_number, head_hash, finalised_number, finalised_hash, moved_at) ON chain.cursor TO luna_indexer;
GRANT UPDATE (finalised) ON chain.anchor, chain.contract_event TO luna_indexer;
GRANT DELETE ON chain.header, chain.tx_mined, chain.anchor, chain.contract_event TO luna_indexer;
GRANT EXECUTE ON FUNCTION chain.forget_development_chain() TO luna_indexer;
