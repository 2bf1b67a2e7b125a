import { isMet, type Quantity, type Row } from './row.ts';

const HEAD = ['what', 'measured', 'baseline', 'ratio', 'must reach', 'met?'] as const;

/** The rows as a Markdown table with aligned columns, notes of the rows below it. */
export function table(rows: readonly Row[]): string {
  const cells = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lines = cells.map((line) => {
    const filler = line[0] === '---' ? '-' : ' ';
    const padded = line.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler));
    return `| ${padded.join(' | ')} |`;
  });
  const notes = rows.flatMap(({ what, note }) =>
    note === undefined ? [] : [`- ${what}: ${note}`],
  );
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, measured, baseline, ratio, must } = row;
  const met = isMet(row);
  return [
    what,
    quantity(measured),
    baseline === undefined ? '' : `${quantity(baseline)} (${baseline.what})`,
    ratio === undefined ? '' : ratio.toFixed(2),
    must === undefined
      ? ''
      : `${must.at === 'least' ? '≥' : '≤'} ${
          must.of === 'ratio' ? must.value : quantity({ ...measured, value: must.value })
        }`,
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

/** Three significant digits or the whole number, whichever says more. */
function quantity({ value, unit }: Quantity): string {
  const number =
    Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
  return unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`;
}
