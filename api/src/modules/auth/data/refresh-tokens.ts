import type { Tx } from '@luna/database';

export async function insertRefreshToken(
  tx: Tx,
  hash: Uint8Array,
  sid: string,
  now: number,
  expiresAt: number,
): Promise<void> {
  await tx.execute(
    'INSERT INTO auth.refresh_token (hash, sid, issued_at, expires_at) VALUES ($1, $2, $3, $4)',
    [hash, sid, new Date(now), new Date(expiresAt)],
  );
}

/**
 * Uses up a refresh token of a session; false when it was used before, or never issued. The caller
 * holds the session's lock.
 */
export async function takeRefreshToken(
  tx: Tx,
  hash: Uint8Array,
  sid: string,
  now: number,
): Promise<boolean> {
  const taken = await tx.execute(
    `UPDATE auth.refresh_token SET used_at = $3 WHERE hash = $1 AND sid = $2 AND used_at IS NULL`,
    [hash, sid, new Date(now)],
  );
  return taken === 1;
}
