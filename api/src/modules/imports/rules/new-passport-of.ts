import { TAKE_OVER, type Fields } from './columns.ts';

/** What a row says, as the body of POST /passports; whether it may be one is for its schema to judge. */
export function newPassportOf(fields: Fields, defaults: Fields): Record<string, unknown> {
  const passport: Record<string, unknown> = {};
  const takenOver: Record<string, string> = {};
  for (const [field, text] of Object.entries({ ...defaults, ...fields })) {
    if (isTakeOver(field)) takenOver[field] = text;
    else passport[field] = text;
  }
  return Object.keys(takenOver).length === 0 ? passport : { ...passport, takenOver };
}

function isTakeOver(field: string): boolean {
  return (TAKE_OVER as readonly string[]).includes(field);
}
