import type { Tx } from '@luna/database';

const DAY = 24 * 3_600_000;
/** What can no longer be used is kept so long, to tell a replay from an invention. */
const USELESS_DAYS = 7;
/** Sessions hold addresses of people; what needs to be known for longer is in the audit trail. */
const SESSION_DAYS = 90;

/**
 * Deletes expired refresh tokens, links and nonces, and sessions long unused, at most `atMost` of
 * each; tells how many.
 */
export async function deleteExpired(tx: Tx, now: number, atMost: number): Promise<number> {
  const useless = new Date(now - USELESS_DAYS * DAY);
  let deleted = 0;
  for (const [table, key] of EXPIRING) {
    deleted += await tx.execute(
      `DELETE FROM auth.${table} WHERE ${key} IN (SELECT ${key} FROM auth.${table}
         WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [useless, atMost],
    );
  }
  const sessions = await tx.execute(
    `DELETE FROM auth.session WHERE sid IN (SELECT s.sid FROM auth.session s
       WHERE s.last_used_at < $1
         AND NOT EXISTS (SELECT FROM auth.refresh_token r WHERE r.sid = s.sid)
       LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now - SESSION_DAYS * DAY), atMost],
  );
  return deleted + sessions;
}

const EXPIRING = [
  ['refresh_token', 'hash'],
  ['link_token', 'hash'],
  ['siwe_nonce', 'nonce'],
] as const;
