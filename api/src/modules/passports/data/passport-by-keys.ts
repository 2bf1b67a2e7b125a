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
