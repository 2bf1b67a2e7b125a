import { bigint, bytea } from '@luna/database';
import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';
import type { Head } from '../rules/advance.ts';

/** A passport as its row tells it; `createdAt` and `updatedAt` in Unix milliseconds. */
export type Passport = Head & {
  id: string;
  code: string;
  stream: Uint8Array;
  company: string;
  productType: string;
  origin: string;
  /** Position of the newest event. */
  position: number;
  createdAt: number;
  updatedAt: number;
};

/** Columns of `passports.passport` and of the public view alike. */
export const PASSPORT_COLUMNS = `p.id, p.code, p.stream, p.company, p.product_type, p.origin,
  p.manufacturer, p.model, p.serial_number, p.manufactured_at, p.name, p.status, p.flags, p.position,
  p.created_at, p.updated_at, p.gtin, p.giai`;

export const passportRow = z
  .object({
    id: z.uuid(),
    code: z.string(),
    stream: bytea,
    company: z.string(),
    product_type: z.string(),
    origin: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    serial_number: z.string(),
    manufactured_at: z.string().nullable(),
    name: z.string().nullable(),
    gtin: z.string().nullable(),
    giai: z.string().nullable(),
    status: z.enum(STATUSES),
    flags: z.array(z.enum(FLAGS)),
    position: bigint,
    created_at: z.date(),
    updated_at: z.date(),
  })
  .transform((row): Passport => ({
    id: row.id,
    code: row.code,
    stream: row.stream,
    company: row.company,
    productType: row.product_type,
    origin: row.origin,
    manufacturer: row.manufacturer,
    model: row.model,
    serialNumber: row.serial_number,
    manufacturedAt: row.manufactured_at,
    name: row.name,
    gtin: row.gtin,
    giai: row.giai,
    status: row.status,
    flags: row.flags,
    position: row.position,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  }));
