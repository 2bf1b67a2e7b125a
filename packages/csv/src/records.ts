import { LunaError } from '@luna/runtime';
import { CsvError } from 'csv-parse';

/** A record's cells, and the line it starts on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] };

/** Bytes a record may have. */
export const LONGEST_RECORD = 65_536;

export const OPTIONS = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  max_record_size: LONGEST_RECORD,
};

const LINE_END = /\r\n|\n|\r/g;

/**
 * Gives each record its line and leaves out blank ones. The parser's own count is off after a line end
 * within quotes.
 */
export function createNumbering(): (cells: string[]) => CsvRecord[] {
  let next = 1;
  return (cells) => {
    const line = next;
    next += 1 + cells.reduce((ends, cell) => ends + (cell.match(LINE_END)?.length ?? 0), 0);
    return cells.length === 1 && cells[0] === '' ? [] : [{ line, cells }];
  };
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'the file ends within quotes that are never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; write a quote within quotes twice',
  INVALID_OPENING_QUOTE: 'a quote stands within a cell; put the whole cell in quotes',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_RECORD / 1024} KiB`,
};

/** What the parser refuses, as CSV_INVALID; anything else as it is. */
export function asCsvInvalid(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  return csvInvalid(line, REASONS[error.code] ?? error.message, error);
}

export function csvInvalid(line: number, reason: string, cause?: unknown): LunaError {
  const message = `Line ${line}: ${reason}. Correct it and try again.`;
  return new LunaError('CSV_INVALID', message, { details: { line }, cause });
}
