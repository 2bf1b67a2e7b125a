/** Crockford's base32: no I, L, O, U, so nothing is misread. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 24;
/** How many codes a person gets at a time. */
export const RECOVERY_CODES = 10;

/**
 * A recovery code from 24 random bytes: 120 bits in four groups of six, so much that a plain hash of
 * it may be stored (ASVS 5.0 V6.5.2: 112).
 */
export function recoveryCode(random: Uint8Array): string {
  const digits = Array.from(random.subarray(0, LENGTH), (byte) => DIGITS[byte & 31] ?? '').join('');
  return digits.replace(/(.{6})(?=.)/g, '$1-');
}

/** A code as it was given out, however it was typed. */
export function normalizedCode(typed: string): string {
  const digits = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return digits
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replace(/(.{6})(?=.)/g, '$1-');
}
