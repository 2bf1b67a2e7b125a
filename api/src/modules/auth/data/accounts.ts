import type { Tx } from '@luna/database';
import { z } from 'zod';
import { LOCALES, type Locale } from '../rules/locale.ts';
import { instant } from './instant.ts';

const accountRow = z
  .object({
    id: z.uuid(),
    email: z.string(),
    email_verified_at: instant.nullable(),
    display_name: z.string(),
    locale: z.enum(LOCALES),
    password_hash: z.string().nullable(),
    totp_sealed: z.instanceof(Buffer).nullable(),
    totp_enabled_at: instant.nullable(),
    totp_last_step: z.int(),
    failed_logins: z.int(),
    locked_until: instant.nullable(),
    disabled_at: instant.nullable(),
  })
  .transform((row) => ({
    id: row.id,
    email: row.email,
    verified: row.email_verified_at !== null,
    displayName: row.display_name,
    locale: row.locale,
    passwordHash: row.password_hash,
    totpSealed: row.totp_sealed,
    totpEnabled: row.totp_enabled_at !== null,
    totpLastStep: row.totp_last_step,
    failedLogins: row.failed_logins,
    lockedUntil: row.locked_until,
    disabled: row.disabled_at !== null,
  }));
export type AccountRow = z.infer<typeof accountRow>;

const COLUMNS = `id, email, email_verified_at, display_name, locale, password_hash, totp_sealed,
  totp_enabled_at, totp_last_step, failed_logins, locked_until, disabled_at`;

export function readAccount(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return tx.row(accountRow, `SELECT ${COLUMNS} FROM auth.account WHERE id = $1`, [id]);
}

export function readAccounts(tx: Tx, ids: readonly string[]): Promise<AccountRow[]> {
  return tx.rows(accountRow, `SELECT ${COLUMNS} FROM auth.account WHERE id = ANY ($1::uuid[])`, [
    ids,
  ]);
}

/** `email` in lower case. */
export function findAccount(tx: Tx, email: string): Promise<AccountRow | undefined> {
  return tx.row(accountRow, `SELECT ${COLUMNS} FROM auth.account WHERE email = $1`, [email]);
}

/** Locks an account: failures are counted and codes used up one login after the other. */
export function lockAccount(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return tx.row(accountRow, `SELECT ${COLUMNS} FROM auth.account WHERE id = $1 FOR UPDATE`, [id]);
}

/**
 * Makes an account without a password, or tells the one that has this address already. Until the
 * address is confirmed the last registration says what the person is called.
 */
export async function insertAccount(
  tx: Tx,
  { email, displayName, locale }: { email: string; displayName: string; locale: Locale },
): Promise<AccountRow | undefined> {
  await tx.execute(
    `INSERT INTO auth.account AS a (email, display_name, locale) VALUES ($1, $2, $3)
     ON CONFLICT ON CONSTRAINT account_email
     DO UPDATE SET display_name = excluded.display_name, locale = excluded.locale
     WHERE a.email_verified_at IS NULL`,
    [email, displayName, locale],
  );
  return findAccount(tx, email);
}

/** Sets the password; its owner has proven the e-mail address, now or before. */
export async function setPassword(
  tx: Tx,
  id: string,
  passwordHash: string,
  now: number,
): Promise<void> {
  await tx.execute(
    `UPDATE auth.account SET password_hash = $2, failed_logins = 0, locked_until = NULL,
       email_verified_at = coalesce(email_verified_at, $3) WHERE id = $1`,
    [id, passwordHash, new Date(now)],
  );
}

/** Counts a failed login; `lockedUntil` in Unix milliseconds, null while the account does not rest. */
export async function countFailure(
  tx: Tx,
  id: string,
  failures: number,
  lockedUntil: number | null,
): Promise<void> {
  await tx.execute('UPDATE auth.account SET failed_logins = $2, locked_until = $3 WHERE id = $1', [
    id,
    failures,
    lockedUntil === null ? null : new Date(lockedUntil),
  ]);
}

/** Forgets failures and, where a code was used, keeps its step so that it is not used again. */
export async function countSuccess(
  tx: Tx,
  id: string,
  totpStep: number | undefined,
): Promise<void> {
  await tx.execute(
    `UPDATE auth.account SET failed_logins = 0, locked_until = NULL,
       totp_last_step = coalesce($2, totp_last_step) WHERE id = $1`,
    [id, totpStep ?? null],
  );
}

/** Keeps a secret that is not asked for until {@link enableTotp}. */
export async function offerTotp(tx: Tx, id: string, sealed: Uint8Array): Promise<void> {
  await tx.execute(
    'UPDATE auth.account SET totp_sealed = $2, totp_enabled_at = NULL WHERE id = $1',
    [id, sealed],
  );
}

export async function enableTotp(tx: Tx, id: string, step: number, now: number): Promise<void> {
  await tx.execute(
    'UPDATE auth.account SET totp_enabled_at = $3, totp_last_step = $2 WHERE id = $1',
    [id, step, new Date(now)],
  );
}

export async function removeTotp(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    'UPDATE auth.account SET totp_sealed = NULL, totp_enabled_at = NULL WHERE id = $1',
    [id],
  );
}

export async function updateProfile(
  tx: Tx,
  id: string,
  { displayName, locale }: { displayName?: string | undefined; locale?: Locale | undefined },
): Promise<void> {
  await tx.execute(
    `UPDATE auth.account SET display_name = coalesce($2, display_name), locale = coalesce($3, locale)
     WHERE id = $1`,
    [id, displayName ?? null, locale ?? null],
  );
}
