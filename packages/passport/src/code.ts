import { checkCharacters } from './check-characters.ts';
import { ORIGINS } from './origins.ts';
import { PassportError } from './passport-error.ts';
import { isProductType, type ProductType } from './product-types.ts';

/** What a passport code says; `month` is YYMM, `sequence` 1 to 999,999. */
export type CodeParts = {
  company: string;
  month: string;
  productType: ProductType;
  origin: string;
  sequence: number;
};

const SYNTAX = /^DP-([A-Z]{3})-([0-9]{4})-([A-Z]{2})-([A-Z]{2})-([0-9]{6})-([0-9][A-Z])$/;

/**
 * Reads a passport code such as `DP-MED-2601-PF-CN-000001-0A`.
 *
 * Refused, in this order: `CODE_SYNTAX`, `CODE_CHECK` (mistyped), `CODE_PRODUCT_TYPE`, `CODE_ORIGIN`,
 * `CODE_MONTH`, `CODE_SEQUENCE` (000000).
 */
export function parseCode(code: string): CodeParts {
  const [, company, month, productType, origin, digits, check] = SYNTAX.exec(code) ?? [];
  if (!company || !month || !productType || !origin || !digits || !check) {
    throw new PassportError(
      'CODE_SYNTAX',
      'a passport code looks like DP-MED-2601-PF-CN-000001-0A',
    );
  }
  if (checkCharacters(`DP${company}${month}${productType}${origin}${digits}`) !== check) {
    throw new PassportError('CODE_CHECK', 'the check characters do not fit: is the code mistyped?');
  }
  return checkParts({ company, month, productType, origin, sequence: Number(digits) });
}

/** Writes the code of these parts with its check characters; refuses as `parseCode` does. */
export function formatCode(parts: CodeParts): string {
  const { company, month, productType, origin, sequence } = parts;
  const fields = ['DP', company, month, productType, origin, String(sequence).padStart(6, '0')];
  const code = `${fields.join('-')}-${checkCharacters(fields.join(''))}`;
  parseCode(code);
  return code;
}

function checkParts(parts: Omit<CodeParts, 'productType'> & { productType: string }): CodeParts {
  const { month, productType, origin, sequence } = parts;
  if (!isProductType(productType)) {
    throw new PassportError('CODE_PRODUCT_TYPE', `unknown product type ${productType}`);
  }
  if (!ORIGINS.has(origin)) {
    throw new PassportError('CODE_ORIGIN', `${origin} is not an ISO 3166-1 country code`);
  }
  if (!/^\d\d(?:0[1-9]|1[0-2])$/.test(month)) {
    throw new PassportError('CODE_MONTH', `${month} is not a month as YYMM`);
  }
  if (sequence < 1) throw new PassportError('CODE_SEQUENCE', 'sequences start at 000001');
  return { ...parts, productType };
}
