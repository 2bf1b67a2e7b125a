import type { Database } from '@luna/database';
import type { Author } from '../../auth/auth.public.ts';
import { readPage } from '../data/list-passports.ts';
import type { PassportFilter } from '../data/passport-filter.ts';
import type { Passport } from '../data/passport-row.ts';
import { BYTE_ORDER_MARK, csvRecord } from '../rules/csv.ts';

/** Passports read at a time, and all that is in memory. */
const BATCH = 1_000;

const COLUMNS: Readonly<Record<string, (passport: Passport) => string>> = {
  code: ({ code }) => code,
  company: ({ company }) => company,
  productType: ({ productType }) => productType,
  origin: ({ origin }) => origin,
  manufacturer: ({ manufacturer }) => manufacturer,
  model: ({ model }) => model,
  serialNumber: ({ serialNumber }) => serialNumber,
  manufacturedAt: ({ manufacturedAt }) => manufacturedAt ?? '',
  name: ({ name }) => name ?? '',
  gtin: ({ gtin }) => gtin ?? '',
  giai: ({ giai }) => giai ?? '',
  status: ({ status }) => status,
  flags: ({ flags }) => flags.join(' '),
  position: ({ position }) => String(position),
  createdAt: ({ createdAt }) => new Date(createdAt).toISOString(),
  updatedAt: ({ updatedAt }) => new Date(updatedAt).toISOString(),
  id: ({ id }) => id,
};

/**
 * The organisation's passports as CSV, newest first, each once: those there are when it begins. A
 * transaction for each batch, begun when the last one was taken, so none waits for a slow reader, and
 * none begins for one who has gone.
 */
export async function* exportPassports(
  database: Database,
  author: Author,
  filter: PassportFilter,
  { bom }: { bom: boolean },
): AsyncGenerator<string> {
  const columns = Object.values(COLUMNS);
  yield (bom ? BYTE_ORDER_MARK : '') + csvRecord(Object.keys(COLUMNS));
  let before: string | undefined;
  do {
    const page = await database.tx(author, (tx) => readPage(tx, filter, { before, limit: BATCH }));
    yield page.map((row) => csvRecord(columns.map((column) => column(row)))).join('');
    before = page.length === BATCH ? page.at(-1)?.id : undefined;
  } while (before !== undefined);
}
