SET LOCAL ROLE luna_owner;
DROP FUNCTION ledger.delete_expired_requests(integer);
DROP POLICY request_expired ON ledger.request;
