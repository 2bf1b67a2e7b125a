/** Character sets 82 and 32 in the order of their values (GS1 General Specifications). */
const SET_82 =
  '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SET_32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Weights of the 23 characters that a value of at most 25 can have before its pair. */
const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
];

/**
 * Is the last of these digits the check digit of the others? Weights 3, 1, 3, … from the right, sum
 * modulo 10 (GS1 General Specifications, “Standard check digit calculations”).
 */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    sum += Number(digits.charAt(digits.length - 1 - fromRight)) * (fromRight % 2 === 1 ? 3 : 1);
  }
  return sum % 10 === 0;
}

/**
 * Are the last two characters the check pair of the others? Values in character set 82 weighted by
 * primes from the right, sum modulo 1021, as two characters of set 32 (“Check character
 * calculation (for alphanumeric keys)”).
 */
export function hasCheckPair(text: string): boolean {
  const data = text.slice(0, -2);
  let sum = 0;
  for (let fromRight = 0; fromRight < data.length; fromRight += 1) {
    sum += SET_82.indexOf(data.charAt(data.length - 1 - fromRight)) * (PRIMES[fromRight] ?? 0);
  }
  sum %= 1021;
  return text.slice(-2) === SET_32.charAt(sum >> 5) + SET_32.charAt(sum & 31);
}
