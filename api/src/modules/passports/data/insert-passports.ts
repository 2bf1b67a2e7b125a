import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { Passport } from './passport-row.ts';

export type PassportToInsert = Omit<Passport, 'id' | 'createdAt' | 'updatedAt'>;
export type Device = { manufacturer: string; serialNumber: string };

const deviceRow = z.object({
  manufacturer: z.string(),
  serial_number: z.string(),
  code: z.string(),
});

/** One text per device of an organisation. */
export function deviceKey({ manufacturer, serialNumber }: Device): string {
  return `${manufacturer}\n${serialNumber}`;
}

/** Codes of the organisation's passports of these devices, by {@link deviceKey}. */
export async function codesOfDevices(
  tx: Tx,
  organizationId: string,
  devices: readonly Device[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(
    deviceRow,
    `SELECT p.manufacturer, p.serial_number, p.code FROM passports.passport p
     JOIN unnest($2::text[], $3::text[]) AS u (manufacturer, serial_number)
       USING (manufacturer, serial_number)
     WHERE p.org_id = $1`,
    [
      organizationId,
      devices.map(({ manufacturer }) => manufacturer),
      devices.map(({ serialNumber }) => serialNumber),
    ],
  );
  return new Map(
    rows.map(({ manufacturer, serial_number, code }) => [
      deviceKey({ manufacturer, serialNumber: serial_number }),
      code,
    ]),
  );
}

const insertedRow = z.object({ id: z.uuid(), code: z.string() });

/** Inserts passports and tells their ids by code. Throws DEVICE_EXISTS when a device has one. */
export async function insertPassports(
  tx: Tx,
  organizationId: string,
  passports: readonly PassportToInsert[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(
    insertedRow,
    `INSERT INTO passports.passport (org_id, code, stream, company, product_type, origin,
       manufacturer, model, serial_number, manufactured_at, name, status, position)
     SELECT $1::uuid, u.* FROM unnest($2::text[], $3::bytea[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[]) AS u
     RETURNING id, code`,
    [
      organizationId,
      passports.map(({ code }) => code),
      passports.map(({ stream }) => stream),
      passports.map(({ company }) => company),
      passports.map(({ productType }) => productType),
      passports.map(({ origin }) => origin),
      passports.map(({ manufacturer }) => manufacturer),
      passports.map(({ model }) => model),
      passports.map(({ serialNumber }) => serialNumber),
      passports.map(({ manufacturedAt }) => manufacturedAt),
      passports.map(({ name }) => name),
      passports.map(({ status }) => status),
      passports.map(({ position }) => position),
    ],
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}
