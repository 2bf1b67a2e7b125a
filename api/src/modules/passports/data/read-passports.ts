import { bigint, type Tx } from '@luna/database';
import type { Status } from '@luna/record';
import { z } from 'zod';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { splitRefs } from './passport-ref.ts';

/** The passport of a code or UUID, whoever asks: its plate is public. */
export async function readPassport(tx: Tx, ref: string): Promise<Passport | undefined> {
  const { codes, ids } = splitRefs([ref]);
  return tx.row(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p
     WHERE p.code = ANY ($1) OR p.id = ANY ($2::uuid[])`,
    [codes, ids],
  );
}

/** Passports of the transaction's organisation, by each code and each UUID that names one. */
export async function passportsByRef(
  tx: Tx,
  refs: readonly string[],
): Promise<ReadonlyMap<string, Passport>> {
  const { codes, ids } = splitRefs(refs);
  const found = await tx.rows(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.passport p
     WHERE p.code = ANY ($1) OR p.id = ANY ($2::uuid[])`,
    [codes, ids],
  );
  return new Map(
    found.flatMap((passport) => [
      [passport.code, passport],
      [passport.id, passport],
    ]),
  );
}

export type PassportFilter = {
  status?: Status | undefined;
  company?: string | undefined;
  manufacturer?: string | undefined;
  serialNumber?: string | undefined;
};

const COLUMN_OF = {
  status: 'status',
  company: 'company',
  manufacturer: 'manufacturer',
  serialNumber: 'serial_number',
} as const;
const FIELDS = ['status', 'company', 'manufacturer', 'serialNumber'] as const;

/**
 * The conditions of a filter and their values, from `$from` on. Only fields that are set appear, so
 * that each combination gets a plan of its own. The organisation is row-level security's to keep.
 */
function conditions(filter: PassportFilter, from: number): { sql: string; values: string[] } {
  const set = FIELDS.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [{ column: COLUMN_OF[field], value }];
  });
  return {
    sql: set.map(({ column }, index) => ` AND p.${column} = $${from + index}`).join(''),
    values: set.map(({ value }) => value),
  };
}

/** Passports of the transaction's organisation, newest first, those before the UUID `before`. */
export async function readPage(
  tx: Tx,
  filter: PassportFilter,
  page: { before: string | undefined; limit: number },
): Promise<Passport[]> {
  const { sql, values } = conditions(filter, 3);
  return tx.rows(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.passport p
     WHERE p.id < $1${sql} ORDER BY p.id DESC LIMIT $2`,
    [page.before ?? LAST_ID, page.limit, ...values],
  );
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const EXACT_UP_TO = 10_000;
const countRow = z.object({ counted: bigint, estimate: bigint });

/**
 * How many passports fit a filter: exact up to 10,000; beyond that the table's size by the planner's
 * statistics, which a filter can only lower.
 */
export async function countPassports(
  tx: Tx,
  filter: PassportFilter,
): Promise<{ total: number; totalIsEstimate: boolean }> {
  const { sql, values } = conditions(filter, 2);
  const row = await tx.row(
    countRow,
    `SELECT
       (SELECT count(*) FROM (SELECT FROM passports.passport p WHERE true${sql} LIMIT $1) few) AS counted,
       (SELECT reltuples::bigint FROM pg_class WHERE oid = 'passports.passport'::regclass) AS estimate`,
    [EXACT_UP_TO + 1, ...values],
  );
  const { counted, estimate } = row ?? { counted: 0, estimate: 0 };
  if (counted <= EXACT_UP_TO) return { total: counted, totalIsEstimate: false };
  return { total: Math.max(counted, estimate), totalIsEstimate: true };
}
