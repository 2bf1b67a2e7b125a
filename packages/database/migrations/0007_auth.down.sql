SET LOCAL ROLE luna_owner;
DROP TRIGGER membership_ends_sessions ON organizations.membership;
DROP TRIGGER organization_ends_sessions ON organizations.organization;
DROP TABLE auth.api_key, auth.signing_key, auth.wallet, auth.siwe_nonce, auth.link_token, auth.recovery_code,
  auth.refresh_token, auth.session, auth.account, auth.data_key;
DROP FUNCTION auth.end_member_sessions();
DROP FUNCTION auth.end_organization_sessions();
DROP FUNCTION auth.end_account_sessions();
REVOKE ALL ON SCHEMA auth FROM luna_auth;
