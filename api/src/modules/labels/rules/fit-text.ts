/** Width of a text in ems: its width at font size 1. */
export type Measure = (text: string) => number;

/** Text in one size, in points, that stands on one line. */
export type Line = { text: string; size: number };

/** Height of a line in ems; holds the accents and descenders of the font. */
export const LEADING = 1.25;
const LARGEST = 11;
/** Below this nobody can read it. */
const SMALLEST = 4.5;
const MOST_ROWS = 3;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A code and what else stands on a label, as large as the area (in points) lets them be. The code is
 * never cut but broken at its hyphens; other lines shrink, then end in an ellipsis, then stay away,
 * the last first.
 */
export function fitLines(
  { code, lines }: { code: string; lines: readonly string[] },
  area: { width: number; height: number },
  measure: Measure,
): Line[] {
  for (let kept = lines.length; ; kept -= 1) {
    const { rows, size } = largestCode(code, kept, area, measure);
    if (size < SMALLEST && kept > 0) continue;
    return [
      ...rows.map((text) => ({ text, size })),
      ...lines.slice(0, kept).map((text) => fitLine(text, size, area.width, measure)),
    ];
  }
}

function largestCode(
  code: string,
  others: number,
  area: { width: number; height: number },
  measure: Measure,
): { rows: string[]; size: number } {
  let best = { rows: [code], size: 0 };
  for (let count = 1; count <= MOST_ROWS; count += 1) {
    const rows = breakCode(code, count);
    const size = Math.min(
      LARGEST,
      area.height / ((rows.length + others) * LEADING),
      area.width / Math.max(...rows.map(measure)),
    );
    if (size > best.size) best = { rows, size };
  }
  return best;
}

/** A code in at most so many rows, broken after hyphens, its longest row as short as can be. */
export function breakCode(code: string, count: number): string[] {
  const parts = code.split(/(?<=-)/);
  for (let limit = Math.ceil(code.length / count); ; limit += 1) {
    const rows: string[] = [];
    for (const part of parts) {
      const last = rows.at(-1);
      if (last !== undefined && last.length + part.length <= limit) {
        rows[rows.length - 1] = last + part;
      } else rows.push(part);
    }
    if (rows.length <= count) return rows;
  }
}

function fitLine(text: string, size: number, width: number, measure: Measure): Line {
  const fitting = Math.min(size, width / measure(text));
  if (fitting >= SMALLEST) return { text, size: fitting };
  return { text: truncate(text, width / SMALLEST, measure), size: SMALLEST };
}

/** The longest beginning of a text that fits, in ems, together with the ellipsis that ends it. */
function truncate(text: string, width: number, measure: Measure): string {
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let fits = 0;
  let tooLong = characters.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(ending(characters, middle)) <= width) fits = middle;
    else tooLong = middle;
  }
  return ending(characters, fits);
}

const ending = (characters: readonly string[], count: number) =>
  `${characters.slice(0, count).join('').trimEnd()}…`;
