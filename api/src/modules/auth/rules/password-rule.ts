import { createHash } from 'node:crypto';
import breached from './breached-passwords.json' with { type: 'json' };

/** Characters (code points) a password has at the least and at the most; see the README for why. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 256;

/** Characters that must be left without the words everybody would try first. */
const OWN_CHARACTERS = 8;
/** Words about us (ASVS 5.0 V6.1.2); words about the person are added. */
const OUR_WORDS = ['luna', 'passport', 'password'];

const PREFIXES = Buffer.from(breached.prefixes, 'base64');

/**
 * Why a password cannot be taken, in words for the person; undefined when it can. Any characters do,
 * none is required. `about`: e-mail, names and other texts an attacker would know of the person.
 */
export function passwordFault(password: string, about: readonly string[]): string | undefined {
  const length = characters(password);
  if (length < MIN_PASSWORD) return `Take at least ${MIN_PASSWORD} characters; a sentence is fine.`;
  if (length > MAX_PASSWORD) return `Take at most ${MAX_PASSWORD} characters.`;
  if (isBreached(password)) {
    return 'This password is on the list of those that leaked and are tried first. Take another.';
  }
  if (characters(withoutWords(password, about)) < OWN_CHARACTERS) {
    return 'This password is little more than words about you or us. Take another.';
  }
  return undefined;
}

/** Whether the list that ships with the product holds the password, in whatever case. */
export function isBreached(password: string): boolean {
  const wanted = createHash('sha256').update(password.toLowerCase()).digest().readUInt32BE();
  let [low, high] = [0, PREFIXES.length / 4];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = PREFIXES.readUInt32BE(middle * 4);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Code points: a Chinese character or an emoji counts as one. */
export function characters(text: string): number {
  return Array.from(text).length;
}

function withoutWords(password: string, about: readonly string[]): string {
  const theirs = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  return [...OUR_WORDS, ...theirs.filter((word) => word.length >= 3)].reduce(
    (left, word) => left.replaceAll(word, ''),
    password.toLowerCase(),
  );
}
