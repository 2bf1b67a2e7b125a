import type { NewPassport } from '@luna/api-client';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import type { Plan, PlannedPassport, Problem } from './plan.ts';
import { readTable, type TableRow } from './read-table.ts';

/** What the command line says for the columns that a file does not have. */
export type Defaults = Partial<Record<'company' | 'productType' | 'origin', string>>;

const FIELDS = [
  'company',
  'productType',
  'origin',
  'manufacturer',
  'model',
  'serialNumber',
  'manufacturedAt',
  'name',
  'status',
  'reason',
  'previousHistory',
] as const;
type Field = (typeof FIELDS)[number];

const REQUIRED: readonly Field[] = ['manufacturer', 'model', 'serialNumber'];
const FROM_OPTIONS = ['company', 'productType', 'origin'] as const;
const OPTION = { company: '--company', productType: '--type', origin: '--origin' } as const;

/**
 * Reads a CSV file of devices. Columns may be named as the fields, in any case and with spaces,
 * dashes or underscores (`Serial number`, `serial_number`); a `status` column means that the device
 * lived before and is taken over in that status.
 * @throws LunaError as {@link readTable} does; CSV_COLUMNS for columns that are unknown or missing
 */
export function readDevicesCsv(path: string, defaults: Defaults): Plan {
  const { file, columns, rows, problems } = readTable(path);
  const fields = fieldsOf(file, columns, defaults);
  const passports = rows.map((row) => planned(row, fields, defaults));
  return { file, passports: withoutRepetition(file, passports, problems), events: [], problems };
}

function fieldsOf(file: string, columns: readonly string[], defaults: Defaults) {
  const simple = (text: string) => text.toLowerCase().replace(/[ _-]/g, '');
  const fields = new Map<Field, string>();
  for (const column of columns) {
    const field = FIELDS.find((name) => simple(name) === simple(column));
    if (field === undefined) {
      throw new LunaError(
        'CSV_COLUMNS',
        `${file} has a column ${column} that means nothing here. Known are ${FIELDS.join(', ')}.`,
      );
    }
    fields.set(field, column);
  }
  for (const field of REQUIRED) {
    if (!fields.has(field)) throw new LunaError('CSV_COLUMNS', `${file} lacks column ${field}.`);
  }
  for (const field of FROM_OPTIONS) {
    if (!fields.has(field) && defaults[field] === undefined) {
      const option = OPTION[field];
      throw new LunaError(
        'CSV_COLUMNS',
        `${file} lacks column ${field}; add it or give ${option}.`,
      );
    }
  }
  return fields;
}

function planned(
  { line, cells }: TableRow,
  fields: ReadonlyMap<Field, string>,
  defaults: Defaults,
): PlannedPassport {
  const cell = (field: Field): string | undefined => {
    const text = cells.get(fields.get(field) ?? '')?.trim();
    return text === '' ? undefined : text;
  };
  const optional = (...names: Field[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text = cell(name);
        return text === undefined ? [] : [[name, text]];
      }),
    );
  const status = cell('status');
  // As text it is; the api judges it and names the field, and the field names the column.
  const passport = z.custom<NewPassport>().parse({
    company: cell('company') ?? defaults.company,
    productType: cell('productType') ?? defaults.productType,
    origin: cell('origin') ?? defaults.origin,
    manufacturer: cell('manufacturer') ?? '',
    model: cell('model') ?? '',
    serialNumber: cell('serialNumber') ?? '',
    ...optional('manufacturedAt', 'name'),
    ...(status === undefined
      ? {}
      : { takenOver: { status, ...optional('reason', 'previousHistory') } }),
  });
  return { line, passport, columns: Object.fromEntries(fields) };
}

/** The same device on two lines is a mistake of the file, whatever else the lines say. */
function withoutRepetition(
  file: string,
  passports: readonly PlannedPassport[],
  problems: Problem[],
): PlannedPassport[] {
  const lines = new Map<string, number>();
  return passports.filter(({ line, passport, columns }) => {
    const device = `${passport.manufacturer}\n${passport.serialNumber}`;
    const earlier = lines.get(device);
    if (earlier === undefined) {
      lines.set(device, line);
      return true;
    }
    const column = columns['serialNumber'] ?? '';
    problems.push({ file, line, column, reason: `is the device of line ${earlier} again` });
    return false;
  });
}
