import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LunaError } from '@luna/runtime';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Problem } from './plan.ts';

/** A row by its columns, and the line it starts on. */
export type TableRow = { line: number; cells: ReadonlyMap<string, string> };
export type Table = { file: string; columns: string[]; rows: TableRow[]; problems: Problem[] };

const parsed = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

/**
 * Reads a CSV file with a header (RFC 4180; UTF-8, with or without byte order mark). Rows with
 * another number of cells than the header become problems.
 * @throws LunaError FILE_UNREADABLE, CSV_INVALID (no header, a column twice, quotes that never end)
 */
export function readTable(path: string): Table {
  const file = basename(path);
  const [header, ...body] = records(path, file);
  if (header === undefined) throw new LunaError('CSV_INVALID', `${file} is empty.`);
  const columns = header.record.map((name) => name.trim());
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw new LunaError('CSV_INVALID', `${file} has column ${twice} twice.`);
  const rows: TableRow[] = [];
  const problems: Problem[] = [];
  let line = header.info.lines + 1;
  for (const { record, info } of body) {
    if (record.length === columns.length) {
      rows.push({ line, cells: new Map(columns.map((name, at) => [name, record[at] ?? ''])) });
    } else {
      const reason = `has ${record.length} cells, the header has ${columns.length}`;
      problems.push({ file, line, column: '', reason });
    }
    line = info.lines + 1;
  }
  return { file, columns, rows, problems };
}

function records(path: string, file: string): z.infer<typeof parsed> {
  const bytes = read(path);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const options = { info: true, bom: true, skip_empty_lines: true, relax_column_count: true };
    return parsed.parse(parse(text, options));
  } catch (cause) {
    const reason = cause instanceof CsvError ? cause.message : 'it is not UTF-8 text';
    throw new LunaError('CSV_INVALID', `${file} cannot be read as CSV: ${reason}.`, { cause });
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LunaError('FILE_UNREADABLE', `${path} cannot be read: is the path right?`, { cause });
  }
}
