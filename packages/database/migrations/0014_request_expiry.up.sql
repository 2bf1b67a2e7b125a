-- Idempotency keys expire after 24 hours, whoever sent them: the worker belongs to no organisation, so
-- row-level security would hide all of them from it.
SET LOCAL ROLE luna_owner;
CREATE POLICY request_expired ON ledger.request TO luna_owner
  USING (created_at < now() - interval '24 hours');
CREATE FUNCTION ledger.delete_expired_requests(p_limit integer)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH deleted AS (
    DELETE FROM ledger.request r USING (
      SELECT org_id, actor_id, route, key FROM ledger.request ORDER BY created_at LIMIT p_limit) old
    WHERE (r.org_id, r.actor_id, r.route, r.key) = (old.org_id, old.actor_id, old.route, old.key)
    RETURNING 1)
  SELECT count(*) FROM deleted
$$;
REVOKE ALL ON FUNCTION ledger.delete_expired_requests(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.delete_expired_requests(integer) TO luna_app;
