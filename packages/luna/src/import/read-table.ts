import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LunaError } from '@luna/runtime';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Problem } from './plan.ts';

/** A row by its columns, and the line it starts on. */
export type TableRow = { line: number; cells: ReadonlyMap<string, string> };
export type Table = { file: string; columns: string[]; rows: TableRow[]; problems: Problem[] };

const LINE_END = /\r\n|\n|\r/g;
const parsed = z.array(z.array(z.string()));
type Numbered = { line: number; record: string[] };

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
  for (const { line, record } of body) {
    if (record.length === columns.length) {
      rows.push({ line, cells: new Map(columns.map((name, at) => [name, record[at] ?? ''])) });
    } else {
      const reason = `has ${record.length} cells, the header has ${columns.length}`;
      problems.push({ file, line, column: '', reason });
    }
  }
  return { file, columns, rows, problems };
}

function records(path: string, file: string): Numbered[] {
  const bytes = read(path);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const options = { skip_empty_lines: true, relax_column_count: true };
    return numbered(text, parsed.parse(parse(text, options)));
  } catch (cause) {
    const reason = cause instanceof CsvError ? cause.message : 'it is not UTF-8 text';
    throw new LunaError('CSV_INVALID', `${file} cannot be read as CSV: ${reason}.`, { cause });
  }
}

/** The line each record starts on. The parser's own count is off after a line end within quotes. */
function numbered(text: string, records: string[][]): Numbered[] {
  const lines = text.split(LINE_END);
  let at = 0;
  return records.map((record) => {
    while (lines[at] === '') at += 1;
    const line = at + 1;
    at += 1 + record.reduce((ends, cell) => ends + (cell.match(LINE_END)?.length ?? 0), 0);
    return { line, record };
  });
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LunaError('FILE_UNREADABLE', `${path} cannot be read: is the path right?`, { cause });
  }
}
