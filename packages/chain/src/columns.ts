import { bytea } from '@luna/database';
import { bytesToHex, getAddress } from 'viem';
import { z } from 'zod';

/** How chain values come out of Postgres: bytes as 0x-hex, addresses in checksum form, wei as bigint. */
export const hexColumn = bytea.transform((bytes) => bytesToHex(bytes));
export const addressColumn = hexColumn.transform((text) => getAddress(text));
export const weiColumn = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text));
export const timeColumn = z.date().transform((date) => date.getTime());
