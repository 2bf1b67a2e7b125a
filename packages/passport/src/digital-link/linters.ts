import { hasCheckDigit, hasCheckPair } from './check-digits.ts';

type Linter = (part: string) => boolean;

const like =
  (pattern: RegExp): Linter =>
  (part) =>
    pattern.test(part);

const hour = '(?:[01]\\d|2[0-3])';

/** Checks of one component's content, by the names of the GS1 Barcode Syntax Dictionary. */
export const LINTERS: ReadonlyMap<string, Linter> = new Map<string, Linter>([
  ['csum', hasCheckDigit],
  ['csumalpha', hasCheckPair],
  // A GS1 Company Prefix has at least four digits.
  ['gcppos1', like(/^\d{4}/)],
  ['gcppos2', like(/^.\d{4}/)],
  ['zero', like(/^0+$/)],
  ['nonzero', like(/[^0]/)],
  ['nozeroprefix', like(/^[^0]/)],
  ['importeridx', like(/^[\w-]$/)],
  ['pieceoftotal', isPieceOfTotal],
  ['yymmdd', (part) => isDate(`20${part}`)],
  ['yymmd0', (part) => isDate(`20${part.replace(/00$/, '01')}`)],
  ['yyyymmdd', isDate],
  ['hhmi', like(new RegExp(`^${hour}[0-5]\\d$`))],
  ['hh', like(new RegExp(`^${hour}$`))],
  ['mi', like(/^[0-5]\d$/)],
  ['ss', like(/^[0-5]\d$/)],
  ['yesno', like(/^[01]$/)],
  ['hyphen', like(/^-$/)],
  ['winding', like(/^[019]$/)],
  ['iso5218', like(/^[0129]$/)],
  ['pcenc', like(/^(?:[^%]|%[0-9A-Fa-f]{2})*$/)],
  ['base64url', like(/^[\w-]+={0,2}$/)],
]);

function isPieceOfTotal(part: string): boolean {
  const [piece, total] = [part.slice(0, 2), part.slice(2)];
  return piece !== '00' && piece <= total;
}

/** Of the years 2000 to 2099 the leap years are those of any century in reach of two digits. */
function isDate(yyyymmdd: string): boolean {
  const [year, month, day] = [yyyymmdd.slice(0, 4), yyyymmdd.slice(4, 6), yyyymmdd.slice(6)];
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).getUTCDate() === Number(day);
}
