import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { checkText, countLines, lastLineEnd } from './check-text.ts';
import {
  asCsvInvalid,
  createNumbering,
  csvInvalid,
  LONGEST_RECORD,
  OPTIONS,
  type CsvRecord,
} from './records.ts';

/**
 * The records of a file as it comes in; what the source throws comes through. Whoever stops early ends
 * the source. Throws CSV_ENCODING, CSV_INVALID.
 */
export async function* streamCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  // What goes wrong in either stream is thrown by the parser's end of the pipe.
  const parser = pipeline(Readable.from(wholeLines(chunks)), parse(OPTIONS), () => undefined);
  const numbered = createNumbering();
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield* numbered(cells);
  } catch (error) {
    throw asCsvInvalid(error);
  }
}

/** The same bytes cut where lines end, so that each piece can be checked by itself. */
async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    // A CR may be half of a CRLF; only where no LF is in sight does it end a line.
    const atLf = lastLineEnd(bytes, 'LF');
    const end = atLf > 0 || bytes.length <= LONGEST_RECORD ? atLf : lastLineEnd(bytes, 'CR');
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_RECORD) {
      const at = line + countLines(bytes.subarray(0, end));
      throw csvInvalid(at, `a row is longer than ${LONGEST_RECORD / 1024} KiB`);
    }
    if (end === 0) continue;
    const whole = bytes.subarray(0, end);
    checkText(whole, line);
    line += countLines(whole);
    yield whole;
  }
  checkText(rest, line);
  if (rest.length > 0) yield rest;
}
