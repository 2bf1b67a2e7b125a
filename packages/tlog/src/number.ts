import { TlogError } from './error.ts';

/** A size, position or index: a whole number from 0 to 2^53 − 1, all that a double holds exactly. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** @throws TlogError NUMBER_INVALID unless `value` is a whole number from 0 to 2^53 − 1 */
export function assertCount(value: number, what: string): void {
  if (!isCount(value)) {
    throw new TlogError('NUMBER_INVALID', `${what} must be a whole number from 0 to 2^53 − 1.`);
  }
}

/** ASCII decimal without sign and leading zeros, up to 2^53 − 1; undefined for anything else. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return isCount(value) ? value : undefined;
}

/** Largest power of two below `n`, for n ≥ 2: where RFC 6962 splits a tree of n leaves. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
