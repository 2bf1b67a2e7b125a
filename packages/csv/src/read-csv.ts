import { parse } from 'csv-parse/sync';
import { checkText } from './check-text.ts';
import { asCsvInvalid, createNumbering, OPTIONS, type CsvRecord } from './records.ts';

/** The records of a file that is in memory. Throws CSV_ENCODING, CSV_INVALID. */
export function readCsv(bytes: Uint8Array): CsvRecord[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkText(file, 1);
  try {
    return parse(file, OPTIONS).flatMap(createNumbering());
  } catch (error) {
    throw asCsvInvalid(error);
  }
}
