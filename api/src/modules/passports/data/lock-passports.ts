import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { splitRefs } from './passport-ref.ts';

const ledgerRow = z
  .object({ ledger_position: bigint.nullable() })
  .transform((row) => ({ ledgerPosition: row.ledger_position ?? 0 }));

/** A passport nobody else can change; `ledgerPosition` is that of its stream's newest event. */
export type LockedPassport = Passport & { ledgerPosition: number };

/**
 * Locks passports of the transaction's organisation, in the order of their ids, until it ends, and
 * tells them by code and by UUID.
 */
export async function lockPassports(
  tx: Tx,
  refs: readonly string[],
): Promise<Map<string, LockedPassport>> {
  const { codes, ids } = splitRefs(refs);
  const rows = await tx.rows(
    z.intersection(passportRow, ledgerRow),
    `SELECT ${PASSPORT_COLUMNS}, l.ledger_position
     FROM passports.lock_passports($1, $2) l, LATERAL (SELECT (l.passport).*) p`,
    [codes, ids],
  );
  return new Map(
    rows.flatMap((passport) => [
      [passport.code, passport],
      [passport.id, passport],
    ]),
  );
}

/** Writes what passports of the transaction's organisation have become. Throws DEVICE_EXISTS. */
export async function updateHeads(tx: Tx, passports: readonly Passport[]): Promise<void> {
  if (passports.length === 0) return;
  await tx.execute(
    'SELECT passports.update_passports($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      passports.map(({ id }) => id),
      passports.map(({ manufacturer }) => manufacturer),
      passports.map(({ model }) => model),
      passports.map(({ serialNumber }) => serialNumber),
      passports.map(({ manufacturedAt }) => manufacturedAt),
      passports.map(({ name }) => name),
      passports.map(({ gtin }) => gtin),
      passports.map(({ giai }) => giai),
      passports.map(({ status }) => status),
      passports.map(({ flags }) => flags.join(',')),
      passports.map(({ position }) => position),
    ],
  );
}
