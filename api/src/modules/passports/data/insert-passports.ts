import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { Passport } from './passport-row.ts';

export type PassportToInsert = Omit<Passport, 'id' | 'createdAt' | 'updatedAt'>;
export type Device = {
  manufacturer: string;
  serialNumber: string;
  gtin?: string | null | undefined;
  giai?: string | null | undefined;
};

const deviceRow = z
  .object({
    manufacturer: z.string(),
    serial_number: z.string(),
    gtin: z.string().nullable(),
    giai: z.string().nullable(),
    code: z.string(),
  })
  .transform(({ serial_number, ...row }) => ({ ...row, serialNumber: serial_number }));

/** Everything by which an organisation tells a device from its others, one text per key. */
export function deviceKeys({ manufacturer, serialNumber, gtin, giai }: Device): string[] {
  return [
    `${manufacturer}\n${serialNumber}`,
    ...(gtin ? [`(01)${gtin}\n(21)${serialNumber}`] : []),
    ...(giai ? [`(8004)${giai}`] : []),
  ];
}

/** Codes of the organisation's passports of these devices, by {@link deviceKeys}. */
export async function codesOfDevices(
  tx: Tx,
  organizationId: string,
  devices: readonly Device[],
): Promise<Map<string, string>> {
  const serialNumbers = devices.map(({ serialNumber }) => serialNumber);
  const rows = await tx.rows(
    deviceRow,
    `SELECT p.manufacturer, p.serial_number, p.gtin, p.giai, p.code FROM passports.passport p
     JOIN unnest($2::text[], $3::text[]) AS u (manufacturer, serial_number)
       USING (manufacturer, serial_number)
     WHERE p.org_id = $1`,
    [organizationId, devices.map(({ manufacturer }) => manufacturer), serialNumbers],
  );
  if (devices.some(({ gtin, giai }) => gtin || giai)) {
    const keyed = await tx.rows(
      deviceRow,
      `SELECT p.manufacturer, p.serial_number, p.gtin, p.giai, p.code FROM passports.passport p
       JOIN unnest($2::text[], $3::text[]) AS u (gtin, serial_number) USING (gtin, serial_number)
       WHERE p.org_id = $1
       UNION ALL
       SELECT p.manufacturer, p.serial_number, p.gtin, p.giai, p.code FROM passports.passport p
       WHERE p.org_id = $1 AND p.giai = ANY ($4)`,
      [
        organizationId,
        devices.map(({ gtin }) => gtin ?? null),
        serialNumbers,
        devices.flatMap(({ giai }) => giai ?? []),
      ],
    );
    rows.push(...keyed);
  }
  return new Map(rows.flatMap((row) => deviceKeys(row).map((key) => [key, row.code])));
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
       manufacturer, model, serial_number, manufactured_at, name, gtin, giai, status, position)
     SELECT $1::uuid, u.* FROM unnest($2::text[], $3::bytea[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
       $14::text[], $15::bigint[]) AS u
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
      passports.map(({ gtin }) => gtin),
      passports.map(({ giai }) => giai),
      passports.map(({ status }) => status),
      passports.map(({ position }) => position),
    ],
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}
