import type { Tx } from '@luna/database';
import { bigint } from '@luna/database';
import { z } from 'zod';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { splitRefs } from './passport-ref.ts';

const headRow = z.object({ id: z.uuid(), position: bigint });

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
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.passport p
     WHERE p.code = ANY ($1) OR p.id = ANY ($2::uuid[])
     ORDER BY p.id FOR UPDATE OF p`,
    [codes, ids],
  );
  // A statement of its own: the one that waited for the lock still sees the ledger as it was before.
  const heads = await tx.rows(
    headRow,
    `SELECT p.id, head.position FROM passports.passport p
     CROSS JOIN LATERAL (
       SELECT e.position FROM ledger.event e WHERE e.stream = p.stream
       ORDER BY e.position DESC LIMIT 1) head
     WHERE p.id = ANY ($1::uuid[])`,
    [rows.map(({ id }) => id)],
  );
  const positions = new Map(heads.map(({ id, position }) => [id, position]));
  return new Map(
    rows.flatMap((row) => {
      const passport = { ...row, ledgerPosition: positions.get(row.id) ?? 0 };
      return [
        [passport.code, passport],
        [passport.id, passport],
      ] as const;
    }),
  );
}

/** Writes what the passports have become. */
export async function updateHeads(tx: Tx, passports: readonly Passport[]): Promise<void> {
  if (passports.length === 0) return;
  await tx.execute(
    `UPDATE passports.passport p SET manufacturer = u.manufacturer, model = u.model,
       serial_number = u.serial_number, manufactured_at = u.manufactured_at, name = u.name,
       gtin = u.gtin, giai = u.giai, status = u.status, flags = string_to_array(u.flags, ','),
       position = u.position, updated_at = now()
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::bigint[]) AS u (id, manufacturer, model, serial_number,
       manufactured_at, name, gtin, giai, status, flags, position)
     WHERE p.id = u.id`,
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
