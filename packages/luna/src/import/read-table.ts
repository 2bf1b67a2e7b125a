import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readCsv, type CsvRecord } from '@luna/csv';
import { LunaError } from '@luna/runtime';
import type { Problem } from './plan.ts';

/** A row by its columns, and the line it starts on. */
export type TableRow = { line: number; cells: ReadonlyMap<string, string> };
export type Table = { file: string; columns: string[]; rows: TableRow[]; problems: Problem[] };

/**
 * Reads a CSV file with a header (RFC 4180; UTF-8, with or without byte order mark). Rows with
 * another number of cells than the header become problems.
 * @throws LunaError FILE_UNREADABLE, CSV_INVALID (no header, a column twice, quotes that never end)
 */
export function readTable(path: string): Table {
  const file = basename(path);
  const [header, ...body] = records(path, file);
  if (header === undefined) throw new LunaError('CSV_INVALID', `${file} is empty.`);
  const columns = header.cells.map((name) => name.trim());
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw new LunaError('CSV_INVALID', `${file} has column ${twice} twice.`);
  const rows: TableRow[] = [];
  const problems: Problem[] = [];
  for (const { line, cells } of body) {
    if (cells.length === columns.length) {
      rows.push({ line, cells: new Map(columns.map((name, at) => [name, cells[at] ?? ''])) });
    } else {
      const reason = `has ${cells.length} cells, the header has ${columns.length}`;
      problems.push({ file, line, column: '', reason });
    }
  }
  return { file, columns, rows, problems };
}

function records(path: string, file: string): CsvRecord[] {
  try {
    return readCsv(read(path));
  } catch (cause) {
    if (!(cause instanceof LunaError) || cause.code === 'FILE_UNREADABLE') throw cause;
    throw new LunaError('CSV_INVALID', `${file} cannot be read as CSV. ${cause.message}`, {
      cause,
    });
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LunaError('FILE_UNREADABLE', `${path} cannot be read: is the path right?`, { cause });
  }
}
