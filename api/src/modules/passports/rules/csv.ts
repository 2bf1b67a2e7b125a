/** What makes a spreadsheet run a cell (OWASP, CSV injection), in full width too, and our own mark. */
const DANGEROUS = /^[=+\-@\t\r\n＝＋－＠']/;
const QUOTED = /[",\r\n]/;
/** By which some programs know that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One record of RFC 4180, its line end included. A value that a spreadsheet would run gets an
 * apostrophe in front, and so does one that begins with an apostrophe: who takes the first apostrophe
 * of every value away has what was said.
 */
export function csvRecord(values: readonly string[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: string): string {
  const safe = DANGEROUS.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
