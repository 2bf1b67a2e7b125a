import type { Tx } from '@luna/database';

/** Puts new codes in the place of all a person had. */
export async function replaceRecoveryCodes(
  tx: Tx,
  accountId: string,
  hashes: readonly Uint8Array[],
): Promise<void> {
  await tx.execute('DELETE FROM auth.recovery_code WHERE account_id = $1', [accountId]);
  await tx.execute(
    'INSERT INTO auth.recovery_code (account_id, hash) SELECT $1, unnest($2::bytea[])',
    [accountId, hashes],
  );
}

/** Uses a code up; false when it is not one of this person's or was used before. */
export async function takeRecoveryCode(
  tx: Tx,
  accountId: string,
  hash: Uint8Array,
  now: number,
): Promise<boolean> {
  const taken = await tx.execute(
    `UPDATE auth.recovery_code SET used_at = $3
     WHERE account_id = $1 AND hash = $2 AND used_at IS NULL`,
    [accountId, hash, new Date(now)],
  );
  return taken === 1;
}
