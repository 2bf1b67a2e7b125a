/**
 * The two check characters of a passport code without its check and dashes (`0-9A-Z` only).
 *
 * Luhn in base 36: from the right, the second, fourth, … value is doubled and its two base-36 digits
 * added; c = (36 − sum mod 36) mod 36 is written as digit ⌊c/6⌋ and letter A + (c mod 6).
 */
export function checkCharacters(body: string): string {
  let sum = 0;
  for (let fromRight = 0; fromRight < body.length; fromRight += 1) {
    const value = Number.parseInt(body.charAt(body.length - 1 - fromRight), 36);
    const weighted = fromRight % 2 === 1 ? 2 * value : value;
    sum += Math.floor(weighted / 36) + (weighted % 36);
  }
  const check = (36 - (sum % 36)) % 36;
  return `${Math.floor(check / 6)}${String.fromCharCode(65 + (check % 6))}`;
}
