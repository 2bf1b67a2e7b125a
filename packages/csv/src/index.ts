export { LONGEST_RECORD, type CsvRecord } from './records.ts';
export { readCsv } from './read-csv.ts';
export { streamCsv } from './stream-csv.ts';
