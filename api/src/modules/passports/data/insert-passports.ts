import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { Passport } from './passport-row.ts';

export type PassportToInsert = Omit<Passport, 'id' | 'createdAt' | 'updatedAt'>;
const insertedRow = z.object({ id: z.uuid(), code: z.string() });

/**
 * Inserts passports of the transaction's organisation, moves the sequences of their codes on and tells
 * their ids by code. Throws DEVICE_EXISTS when a device has one.
 */
export async function insertPassports(
  tx: Tx,
  passports: readonly PassportToInsert[],
): Promise<Map<string, string>> {
  if (passports.length === 0) return new Map();
  const rows = await tx.rows(
    insertedRow,
    `SELECT id, code FROM passports.insert_passports($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
       $13, $14)`,
    [
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
