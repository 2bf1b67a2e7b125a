SET LOCAL ROLE luna_owner;
DROP TABLE log.manifest, log.checkpoint, log.tile, log.leaf, log.step, log.head;
REVOKE USAGE ON SCHEMA log FROM luna_app, luna_indexer, luna_audit, luna_guard;
SET LOCAL ROLE luna_guard;
REVOKE USAGE ON SCHEMA guard FROM luna_indexer;
DROP FUNCTION guard.check_leaf_order(), guard.check_tile_growth(), guard.check_head(), guard.check_checkpoint();
