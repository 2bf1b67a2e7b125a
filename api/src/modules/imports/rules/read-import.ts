import { Readable } from 'node:stream';
import { streamCsv } from '@luna/csv';
import { readNameplate } from '@luna/passport';
import { parseStrictJson } from '@luna/record';
import { LunaError } from '@luna/runtime';
import { fieldsOf, type Field, type Fields } from './columns.ts';
import type { FORMATS } from './job.ts';
import type { Refusal } from './refusal.ts';

/** A row of the file: what it says of a device, or why it cannot be read. */
export type ReadRow = { line: number; fields: Fields; refusal?: Refusal };

/** A file that is coming in; `columns` names the column of each field it has. */
export type ImportFile = {
  format: (typeof FORMATS)[number];
  columns: Readonly<Record<string, string>>;
  rows: AsyncIterable<ReadRow>;
};

/** Nameplates are read whole: bytes of JSON that are held in memory. */
const LONGEST_JSON = 16 * 1024 * 1024;
const BOM_AND_SPACE = /^(?:\xef\xbb\xbf)?\s*/;

/**
 * Reads what comes in, as its first character says: AAS JSON with Digital Nameplates, or CSV with a
 * header. Throws FILE_EMPTY, what `streamCsv`, `fieldsOf` and `readNameplate` throw, AAS_TOO_LARGE.
 */
export async function readImport(chunks: AsyncIterable<Uint8Array>): Promise<ImportFile> {
  const source = chunks[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) throw new LunaError('FILE_EMPTY', 'The file is empty.');
  const start = Buffer.from(first.value.subarray(0, 100)).toString('latin1');
  const isJson = '{['.includes(start.replace(BOM_AND_SPACE, '')[0] ?? ' ');
  const whole = joined(first.value, { [Symbol.asyncIterator]: () => source });
  return isJson ? readPlates(whole) : readRows(whole);
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>) {
  yield first;
  yield* rest;
}

async function readRows(chunks: AsyncIterable<Uint8Array>): Promise<ImportFile> {
  const records = streamCsv(chunks);
  const header = await records.next();
  if (header.done === true) throw new LunaError('FILE_EMPTY', 'The file is empty.');
  const names = header.value.cells.map((name) => name.trim());
  const fields = fieldsOf(names);
  const columns = Object.fromEntries(fields.map((field, at) => [field, names[at] ?? field]));
  return { format: 'CSV', columns, rows: rowsOf(records, fields) };
}

async function* rowsOf(
  records: ReturnType<typeof streamCsv>,
  fields: readonly Field[],
): AsyncGenerator<ReadRow> {
  for await (const { line, cells } of records) {
    if (cells.length === fields.length) {
      const texts = fields.map((field, at) => [field, cells[at]?.trim() ?? ''] as const);
      yield { line, fields: Object.fromEntries(texts.filter(([, text]) => text !== '')) };
    } else {
      const reason = `The row has ${cells.length} cells, the header has ${fields.length}.`;
      yield { line, fields: {}, refusal: { code: 'CSV_ROW', column: null, reason } };
    }
  }
}

/** Which element of a nameplate each field comes from. */
const ELEMENTS: Readonly<Record<string, string>> = {
  origin: 'CountryOfOrigin',
  manufacturer: 'ManufacturerName',
  model: 'ManufacturerProductType',
  serialNumber: 'SerialNumber',
  manufacturedAt: 'DateOfManufacture',
  name: 'ManufacturerProductDesignation',
};

async function readPlates(chunks: AsyncIterable<Uint8Array>): Promise<ImportFile> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > LONGEST_JSON) throw new LunaError('AAS_TOO_LARGE', 'Split the file: 16 MiB each.');
    parts.push(chunk);
  }
  const readings = readNameplate(parseStrictJson(Buffer.concat(parts)));
  const rows = readings.map((reading, at): ReadRow => {
    const line = at + 1;
    if ('device' in reading) return { line, fields: reading.device };
    const [first] = reading.refusals;
    const { code = 'SUBMODEL_INVALID', path = null, message = 'invalid' } = first ?? {};
    return { line, fields: {}, refusal: { code, column: path, reason: message } };
  });
  return { format: 'AAS', columns: ELEMENTS, rows: Readable.from(rows) };
}
