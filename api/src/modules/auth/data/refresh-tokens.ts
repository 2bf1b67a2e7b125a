import type { Tx } from '@luna/database';
import { z } from 'zod';

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

const useRow = z.object({ fresh: z.boolean() });

/**
 * Uses up a refresh token of a session: `fresh` the first time, `used` ever after, undefined when it
 * is not one of ours. The caller holds the session's lock.
 */
export async function takeRefreshToken(
  tx: Tx,
  hash: Uint8Array,
  sid: string,
  now: number,
): Promise<'fresh' | 'used' | undefined> {
  const row = await tx.row(
    useRow,
    `WITH taken AS (UPDATE auth.refresh_token SET used_at = $3
       WHERE hash = $1 AND sid = $2 AND used_at IS NULL RETURNING hash)
     SELECT EXISTS (SELECT FROM taken) AS fresh FROM auth.refresh_token WHERE hash = $1 AND sid = $2`,
    [hash, sid, new Date(now)],
  );
  return row === undefined ? undefined : row.fresh ? 'fresh' : 'used';
}
