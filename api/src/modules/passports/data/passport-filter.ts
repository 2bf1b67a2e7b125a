import type { Flag, Status } from '@luna/record';

/** Which passports a list shows; every field that is set narrows it. */
export type PassportFilter = {
  status?: Status | undefined;
  company?: string | undefined;
  manufacturer?: string | undefined;
  model?: string | undefined;
  serialNumber?: string | undefined;
  productType?: string | undefined;
  origin?: string | undefined;
  flag?: Flag | undefined;
  /** RFC 3339; created then or later. */
  createdFrom?: string | undefined;
  /** RFC 3339; created before. */
  createdTo?: string | undefined;
  /** Words to search for. */
  q?: string | undefined;
};

const COLUMN_OF = {
  status: 'status',
  company: 'company',
  manufacturer: 'manufacturer',
  model: 'model',
  serialNumber: 'serial_number',
  productType: 'product_type',
  origin: 'origin',
} as const;
const EQUAL = [
  'status',
  'company',
  'manufacturer',
  'model',
  'serialNumber',
  'productType',
  'origin',
] as const;
/** Written out, because a partial index is used only where its condition is literally asked for. */
const OF_FLAG: Readonly<Record<Flag, string>> = {
  RECALLED: ` AND 'RECALLED' = ANY (p.flags)`,
  STOLEN: ` AND 'STOLEN' = ANY (p.flags)`,
  MISSING: ` AND 'MISSING' = ANY (p.flags)`,
};
/** A row gets its id when it is inserted, and its time when that transaction began; see cluster.sql. */
const LONGEST_TRANSACTION_MS = 30_000;
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The conditions of a filter, `q` apart, on `passports.passport p`, and their values from `$from` on.
 * Only fields that are set appear. The organisation is row-level security's to keep.
 */
export function conditions(
  filter: PassportFilter,
  from: number,
): { sql: string; values: string[] } {
  const values: string[] = [];
  const place = (value: string) => `$${from - 1 + values.push(value)}`;
  const equal = EQUAL.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [` AND p.${COLUMN_OF[field]} = ${place(value)}`];
  });
  const { flag, createdFrom, createdTo } = filter;
  const flagged = flag === undefined ? [] : [OF_FLAG[flag]];
  // The id says when to the millisecond, and is what the indexes are ordered by.
  const since =
    createdFrom === undefined
      ? []
      : [
          ` AND p.id >= ${place(idAt(Date.parse(createdFrom)))}`,
          ` AND p.created_at >= ${place(createdFrom)}`,
        ];
  const until =
    createdTo === undefined
      ? []
      : [
          ` AND p.id < ${place(idAt(Date.parse(createdTo) + LONGEST_TRANSACTION_MS))}`,
          ` AND p.created_at < ${place(createdTo)}`,
        ];
  return { sql: [...equal, ...flagged, ...since, ...until].join(''), values };
}

/** The smallest UUID version 7 (RFC 9562, section 5.7) of a millisecond. */
function idAt(milliseconds: number): string {
  if (milliseconds < 0) return FIRST_ID;
  const time = milliseconds.toString(16).padStart(12, '0');
  return time.length > 12 ? LAST_ID : `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
