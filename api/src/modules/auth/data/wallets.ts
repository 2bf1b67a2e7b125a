import type { Tx } from '@luna/database';
import { z } from 'zod';
import { instant } from './instant.ts';

export async function insertNonce(
  tx: Tx,
  nonce: string,
  accountId: string,
  expiresAt: number,
): Promise<void> {
  await tx.execute(
    'INSERT INTO auth.siwe_nonce (nonce, account_id, expires_at) VALUES ($1, $2, $3)',
    [nonce, accountId, new Date(expiresAt)],
  );
}

/** Uses a nonce of this person up; false when it is unknown, used or too old. */
export async function takeNonce(
  tx: Tx,
  nonce: string,
  accountId: string,
  now: number,
): Promise<boolean> {
  const taken = await tx.execute(
    `UPDATE auth.siwe_nonce SET used_at = $3
     WHERE nonce = $1 AND account_id = $2 AND used_at IS NULL AND expires_at > $3`,
    [nonce, accountId, new Date(now)],
  );
  return taken === 1;
}

const walletRow = z
  .object({ id: z.uuid(), address: z.string(), linked_at: instant })
  .transform(({ linked_at, ...row }) => ({ ...row, linkedAt: linked_at }));
export type WalletRow = z.infer<typeof walletRow>;

/** Links an address; undefined when it is linked already, to this account or another. */
export function insertWallet(
  tx: Tx,
  accountId: string,
  address: string,
  now: number,
): Promise<WalletRow | undefined> {
  return tx.row(
    walletRow,
    `INSERT INTO auth.wallet (account_id, address, linked_at) VALUES ($1, $2, $3)
     ON CONFLICT (lower(address)) WHERE unlinked_at IS NULL DO NOTHING
     RETURNING id, address, linked_at`,
    [accountId, address, new Date(now)],
  );
}

/** A person's linked wallets, the oldest first. */
export function readWallets(tx: Tx, accountId: string): Promise<WalletRow[]> {
  return tx.rows(
    walletRow,
    `SELECT id, address, linked_at FROM auth.wallet
     WHERE account_id = $1 AND unlinked_at IS NULL ORDER BY id`,
    [accountId],
  );
}

/** Unlinks a wallet of this person; false when there is none of this id. */
export async function unlinkWallet(
  tx: Tx,
  accountId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const unlinked = await tx.execute(
    `UPDATE auth.wallet SET unlinked_at = $3
     WHERE account_id = $1 AND id = $2 AND unlinked_at IS NULL`,
    [accountId, id, new Date(now)],
  );
  return unlinked === 1;
}
