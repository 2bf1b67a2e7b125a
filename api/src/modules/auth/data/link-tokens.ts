import type { Tx } from '@luna/database';
import { z } from 'zod';

export type Purpose = 'verify' | 'reset';

/** Links that may be good at a time for one person and purpose, so that nobody floods a mailbox. */
const AT_ONCE = 3;

/** Keeps a link; false when there are enough of them. `passwordHash` of a registration, else null. */
export async function insertLink(
  tx: Tx,
  link: {
    hash: Uint8Array;
    accountId: string;
    purpose: Purpose;
    passwordHash: string | null;
    expiresAt: number;
  },
  now: number,
): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO auth.link_token (hash, account_id, purpose, password_hash, created_at, expires_at)
     SELECT $1, $2, $3, $4, $5::timestamptz, $6
     WHERE (SELECT count(*) FROM auth.link_token WHERE account_id = $2 AND purpose = $3
              AND expires_at > $5) < $7`,
    [
      link.hash,
      link.accountId,
      link.purpose,
      link.passwordHash,
      new Date(now),
      new Date(link.expiresAt),
      AT_ONCE,
    ],
  );
  return inserted === 1;
}

const takenRow = z
  .object({ account_id: z.uuid(), password_hash: z.string().nullable() })
  .transform((row) => ({ accountId: row.account_id, passwordHash: row.password_hash }));

/** Uses a link up, and with it every other of the same person; undefined when it is not good (any more). */
export async function takeLink(
  tx: Tx,
  hash: Uint8Array,
  purpose: Purpose,
  now: number,
): Promise<{ accountId: string; passwordHash: string | null } | undefined> {
  const taken = await tx.row(
    takenRow,
    `UPDATE auth.link_token SET used_at = $3
     WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
     RETURNING account_id, password_hash`,
    [hash, purpose, new Date(now)],
  );
  if (taken !== undefined) {
    await tx.execute(
      'UPDATE auth.link_token SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL',
      [taken.accountId, new Date(now)],
    );
  }
  return taken;
}
