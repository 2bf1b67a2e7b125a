import { bytea, type Tx } from '@luna/database';
import { z } from 'zod';

/** A public key of an organisation; times in ISO form. */
export type IssuerKey = {
  publicKey: Uint8Array;
  createdAt: string;
  /** Since when another key signs. */
  retiredAt: string | null;
  /** Since when nothing new of it is believed. */
  revokedAt: string | null;
};

/** A key that can sign: its seed as the vault sealed it. */
export type SealedKey = { publicKey: Uint8Array; sealed: Uint8Array };

const iso = z.date().transform((date) => date.toISOString());
const keyRow = z
  .object({
    public_key: bytea,
    created_at: iso,
    retired_at: iso.nullable(),
    revoked_at: iso.nullable(),
  })
  .transform((row): IssuerKey => ({
    publicKey: row.public_key,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    revokedAt: row.revoked_at,
  }));
const sealedRow = z
  .object({ public_key: bytea, private_sealed: bytea })
  .transform((row): SealedKey => ({ publicKey: row.public_key, sealed: row.private_sealed }));

/**
 * Holds an organisation's keys as they are until the transaction ends: shared by those who write what
 * a key signed, alone by those who change keys.
 */
export async function lockKeys(
  tx: Tx,
  organizationId: string,
  mode: 'shared' | 'alone',
): Promise<void> {
  const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await tx.execute(`SELECT ${lock}(hashtextextended('credentials.issuer_key:' || $1, 0))`, [
    organizationId,
  ]);
}

/** All keys an organisation ever had, oldest first; in any context, for they are public. */
export async function listKeys(tx: Tx, organizationId: string): Promise<IssuerKey[]> {
  return tx.rows(
    keyRow,
    `SELECT public_key, created_at, retired_at, revoked_at FROM credentials.public_issuer_key
     WHERE org_id = $1 ORDER BY created_at, public_key`,
    [organizationId],
  );
}

/** The key that signs for the transaction's organisation. */
export async function signingKey(tx: Tx): Promise<SealedKey | undefined> {
  return tx.row(
    sealedRow,
    'SELECT public_key, private_sealed FROM credentials.issuer_key WHERE retired_at IS NULL',
  );
}

/** Makes a key the one that signs, and forgets the seed of the one before. */
export async function replaceKey(
  tx: Tx,
  organizationId: string,
  { publicKey, sealed }: SealedKey,
): Promise<void> {
  await tx.execute(
    `UPDATE credentials.issuer_key SET retired_at = clock_timestamp(), private_sealed = NULL
     WHERE retired_at IS NULL`,
  );
  await tx.execute(
    'INSERT INTO credentials.issuer_key (public_key, org_id, private_sealed) VALUES ($1, $2, $3)',
    [publicKey, organizationId, sealed],
  );
}

/** Revokes a key that signs no more, by the clock that dates the ledger. */
export async function revokeKey(tx: Tx, publicKey: Uint8Array): Promise<void> {
  await tx.execute(
    'UPDATE credentials.issuer_key SET revoked_at = clock_timestamp() WHERE public_key = $1',
    [publicKey],
  );
}
