import type { Tx } from '@luna/database';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';

/** What GS1 calls a device: its product type and serial number, or a name of its own. */
export type DeviceKeys = { gtin: string; serialNumber: string } | { giai: string };

/**
 * The passport of a device, whoever has it: its plate is public. Keys are unique within an
 * organisation only; where several gave one the same, the oldest passport is the one.
 */
export async function passportByKeys(tx: Tx, keys: DeviceKeys): Promise<Passport | undefined> {
  const [where, values] =
    'giai' in keys
      ? ['p.giai = $1', [keys.giai]]
      : ['p.gtin = $1 AND p.serial_number = $2', [keys.gtin, keys.serialNumber]];
  return tx.row(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p WHERE ${where} ORDER BY p.id LIMIT 1`,
    values,
  );
}

/** Passports of the transaction's organisation whose devices have one of these keys. */
export async function passportsByKeys(tx: Tx, keys: readonly DeviceKeys[]): Promise<Passport[]> {
  if (keys.length === 0) return [];
  const giais = keys.flatMap((key) => ('giai' in key ? [key.giai] : []));
  const typed = keys.flatMap((key) => ('gtin' in key ? [key] : []));
  const pairs = new Set(typed.map(({ gtin, serialNumber }) => `${gtin} ${serialNumber}`));
  const found = await tx.rows(
    passportRow,
    // As in passportsByRef; every GTIN with every serial number, so that an index finds them.
    `SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p
     WHERE p.giai = ANY ($1) AND passports.part_in(p.stream) = 'owner'
     UNION ALL SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p
     WHERE p.gtin = ANY ($2) AND p.serial_number = ANY ($3) AND passports.part_in(p.stream) = 'owner'`,
    [giais, typed.map(({ gtin }) => gtin), typed.map(({ serialNumber }) => serialNumber)],
  );
  return found.filter(
    ({ giai, gtin, serialNumber }) =>
      (giai !== null && giais.includes(giai)) || pairs.has(`${gtin ?? ''} ${serialNumber}`),
  );
}
