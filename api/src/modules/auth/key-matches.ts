import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two keys in a time that tells nothing of either, their lengths included. */
export function keyMatches(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
