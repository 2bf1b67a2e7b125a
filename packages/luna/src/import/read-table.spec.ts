import { afterEach, describe, expect, it } from 'vitest';
import { writeFiles } from '../testing/write-files.ts';
import { readTable } from './read-table.ts';

describe('readTable', () => {
  let files: ReturnType<typeof writeFiles>;
  afterEach(() => files.remove());
  const read = (content: string | Uint8Array) => {
    files = writeFiles({ 'x.csv': content });
    return readTable(files.path('x.csv'));
  };

  it('reads cells by column, with or without byte order mark, whatever ends a line', () => {
    const { columns, rows } = read('\ufeffa, b\r\n1,2\r\n\r\n"3,\n4","say ""hi"""\r\n5,6');
    expect(columns).toEqual(['a', 'b']);
    expect(rows.map(({ line, cells }) => [line, ...cells.values()])).toEqual([
      [2, '1', '2'],
      [4, '3,\n4', 'say "hi"'],
      [6, '5', '6'],
    ]);
  });

  it('names rows with another number of cells, and reads the others', () => {
    const { rows, problems } = read('a,b\n1\n2,3\n4,5,6\n');
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(problems).toEqual([
      { file: 'x.csv', line: 2, column: '', reason: 'has 1 cells, the header has 2' },
      { file: 'x.csv', line: 4, column: '', reason: 'has 3 cells, the header has 2' },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a column twice', 'a,b,a\n1,2,3\n'],
    ['quotes that never end', 'a,b\n"1,2\n'],
    ['bytes that are not UTF-8', Uint8Array.of(0x61, 0x0a, 0xff)],
  ])('refuses a file of %s', (_, content) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'CSV_INVALID' }));
  });

  it('says so when there is no file', () => {
    files = writeFiles({});
    expect(() => readTable(files.path('none.csv'))).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    );
  });
});
