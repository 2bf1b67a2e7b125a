const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/**
 * An instant in UTC with exactly three decimals, `2020-03-04T10:00:30.000Z`; undefined for a text
 * that is no ISO 8601 date-time with an offset.
 *
 * Further decimals round half up, on the digits (CBV 2.0, section 8.9.2, steps 8 and 9, and the rule
 * CBV 2.1 adds to them).
 */
export function utcInstant(text: string): string | undefined {
  const [, seconds = '', decimals = '', offset = ''] = INSTANT.exec(text) ?? [];
  // Date.parse lets 30 February through, as 2 March.
  if (!isoText(Date.parse(`${seconds}Z`))?.startsWith(seconds)) return undefined;
  const up = decimals.charAt(3) >= '5' ? 1 : 0;
  const milliseconds = Number(decimals.slice(0, 3).padEnd(3, '0')) + up;
  return isoText(Date.parse(seconds + offset) + milliseconds);
}

/** Years of four digits only. */
function isoText(time: number): string | undefined {
  const text = Number.isNaN(time) ? '' : new Date(time).toISOString();
  return /^\d{4}-/.test(text) ? text : undefined;
}
