/** Up to 30 characters that an EPC URI or a Digital Link may carry, some of them as `%2F`. */
export const GS1_TEXT = /^(?:%[0-9A-Fa-f]{2}|[!"'()*+,.0-9:;<=>A-Z_a-z-]){1,30}$/;

const RESERVED = /[!()*+,:]/g;

/** Escapes what a Digital Link must escape and an EPC URI need not (GS1 Digital Link, table 7-1). */
export function escapeElement(text: string): string {
  return text.replace(
    RESERVED,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The digits and their check digit: weights 3, 1, … from the right (GS1 General Specifications, 7.9). */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    sum += Number(digits.charAt(digits.length - 1 - fromRight)) * (fromRight % 2 === 0 ? 3 : 1);
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
