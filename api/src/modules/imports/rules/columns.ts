import { LunaError } from '@luna/runtime';

/** What a row may say of a device; the last three make it one that is taken over. */
export const FIELDS = [
  'company',
  'productType',
  'origin',
  'manufacturer',
  'model',
  'serialNumber',
  'manufacturedAt',
  'name',
  'gtin',
  'giai',
  'status',
  'reason',
  'previousHistory',
] as const;
export type Field = (typeof FIELDS)[number];
export type Fields = Partial<Record<Field, string>>;

/** Fields that may come with the form instead of with each row. */
export const DEFAULTED = ['company', 'productType', 'origin'] as const;
export const TAKE_OVER: readonly Field[] = ['status', 'reason', 'previousHistory'];
const REQUIRED: readonly Field[] = ['manufacturer', 'model', 'serialNumber'];

/**
 * The field of each column. Columns may be named as the fields, in any case and with spaces, dashes or
 * underscores (`Serial number`, `serial_number`). Throws CSV_COLUMNS, naming the column.
 */
export function fieldsOf(header: readonly string[]): Field[] {
  const simple = (text: string) => text.toLowerCase().replace(/[ _-]/g, '');
  const fields: Field[] = [];
  for (const column of header) {
    const field = FIELDS.find((name) => simple(name) === simple(column));
    if (field === undefined) {
      const known = FIELDS.join(', ');
      throw refused(`Column ${shown(column)} means nothing here. Known are ${known}.`);
    }
    if (fields.includes(field)) throw refused(`Column ${shown(column)} is there twice.`);
    fields.push(field);
  }
  const missing = REQUIRED.filter((field) => !fields.includes(field));
  if (missing.length > 0) throw refused(`Add column ${missing.join(', ')}.`);
  return fields;
}

function refused(message: string): LunaError {
  return new LunaError('CSV_COLUMNS', message);
}

const shown = (column: string) => JSON.stringify(column.slice(0, 60));
