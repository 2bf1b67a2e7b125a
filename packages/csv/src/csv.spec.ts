import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_RECORD, readCsv, streamCsv, type CsvRecord } from './index.ts';

function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collected(records: AsyncIterable<CsvRecord>): Promise<CsvRecord[]> {
  const all = [];
  for await (const record of records) all.push(record);
  return all;
}

const streamed = (bytes: Uint8Array, size: number) =>
  collected(streamCsv(Readable.from(inPieces(bytes, size))));

const bytes = (text: string) => Buffer.from(text);
const refusal = (code: string, line: number) =>
  expect.objectContaining({ code, details: { line } }) as unknown;

describe.each<[string, (file: Uint8Array) => Promise<CsvRecord[]>]>([
  ['readCsv', (file) => new Promise((resolve) => resolve(readCsv(file)))],
  ['streamCsv in small pieces', (file) => streamed(file, 7)],
  ['streamCsv in one piece', (file) => streamed(file, 1e9)],
])('%s', (_, read) => {
  it('tells cells and lines, whatever ends a line and with or without byte order mark', async () => {
    const file = bytes('\ufeffa,ü\r\n1,2\r\n\r\n"3,\r\n4","say ""hi"""\n5,\n\n6,7');
    expect(await read(file)).toEqual([
      { line: 1, cells: ['a', 'ü'] },
      { line: 2, cells: ['1', '2'] },
      { line: 4, cells: ['3,\r\n4', 'say "hi"'] },
      { line: 6, cells: ['5', ''] },
      { line: 8, cells: ['6', '7'] },
    ]);
  });

  it('reads files of old Macs', async () => {
    expect(await read(bytes('a\rb\r'))).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, cells: ['b'] },
    ]);
  });

  it.each<[string, Uint8Array, unknown]>([
    ['Latin-1', Buffer.from('a\nb\nM\u00fcller\n', 'latin1'), refusal('CSV_ENCODING', 3)],
    ['UTF-16', Buffer.from('a\nb\n', 'utf16le'), refusal('CSV_ENCODING', 1)],
    ['a character cut off at the end', bytes('a\nü').subarray(0, 3), refusal('CSV_ENCODING', 2)],
    ['NUL', bytes('a\r\n"b\0"\r\n'), refusal('CSV_ENCODING', 2)],
    ['a quote that never ends', bytes('a\n"b\nc\n'), refusal('CSV_INVALID', 3)],
    ['text after a quote', bytes('a\n"b"c\n'), refusal('CSV_INVALID', 2)],
    ['a long row', bytes(`a\n${'x'.repeat(LONGEST_RECORD + 9)}\n`), refusal('CSV_INVALID', 2)],
    [
      'a row of many lines',
      bytes(`a\n"${'x\n'.repeat(LONGEST_RECORD)}"\n`),
      expect.objectContaining({ code: 'CSV_INVALID' }),
    ],
  ])('refuses %s, naming the line', async (_name, file, expected) => {
    await expect(read(file)).rejects.toEqual(expected);
  });
});

describe('streamCsv', () => {
  it('ends the source when its reader stops', async () => {
    let ended = false;
    function* endless() {
      try {
        for (;;) yield bytes('1,2\n');
      } finally {
        ended = true;
      }
    }
    for await (const { line } of streamCsv(Readable.from(endless()))) if (line === 3) break;
    await expect.poll(() => ended).toBe(true);
  });

  it('passes on what the source throws', async () => {
    function* broken() {
      yield bytes('1,2\n');
      throw new Error('broken off');
    }
    await expect(collected(streamCsv(Readable.from(broken())))).rejects.toThrow('broken off');
  });

  it('reads any cells as they were written, in pieces of any size', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !/\0/.test(text));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const file = rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
        const read = await streamed(bytes(file), size);
        expect(read.map(({ cells }) => cells)).toEqual(rows);
        expect(read).toEqual(readCsv(bytes(file)));
      }),
      { seed: 20_261_201 },
    );
  });
});
