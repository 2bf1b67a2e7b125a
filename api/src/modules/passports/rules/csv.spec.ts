import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvRecord } from './csv.ts';

/** Read by a parser that somebody else made. */
const read = (text: string): unknown => parse(text);

describe('csvRecord', () => {
  it('is RFC 4180', () => {
    expect(csvRecord(['a', '', 'b,c', 'd"e', 'f\ng', ' h '])).toBe(
      'a,,"b,c","d""e","f\ng", h \r\n',
    );
  });

  it('is read back as it was', () => {
    const rows = [
      ['灌装机', 'a,b', '"', '""', '\r\n', 'x\ry'],
      ['', 'é', ',', '\n', 'a"b"c', ' '],
    ];
    // What begins with a line break is made harmless too; everything else stays.
    const marked = rows.map((row) => row.map((text) => (/^[\r\n]/.test(text) ? `'${text}` : text)));
    expect(read(rows.map(csvRecord).join(''))).toEqual(marked);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\n=x',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    `'=1`,
  ])('no spreadsheet runs %j, and one apostrophe less is what was said', (text) => {
    const [[cell]] = read(csvRecord([text])) as [[string]];
    expect(cell).toBe(`'${text}`);
  });

  it.each(['a=1', '1-2', 'DP-MED-2601-PF-CN-000001-0A', '', ' =1'])('leaves %j alone', (text) => {
    expect(csvRecord([text])).toBe(`${text}\r\n`);
  });
});
