import { describe, expect, it } from 'vitest';
import { isBreached, passwordFault } from './password-rule.ts';

const ABOUT = ['anna.berg@medtec.example', 'Anna Berg'];

describe('passwordFault', () => {
  it.each([
    'seven wet umbrellas',
    'aaaa bbbb cccc dddd',
    '八把湿漉漉的雨伞在门口滴水呢',
    '🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄',
    ' spaces around count ',
    'x9'.repeat(128),
  ])('takes %j', (password) => {
    expect(passwordFault(password, ABOUT)).toBeUndefined();
  });

  it.each([
    ['', /12/],
    ['elevenchars', /12/],
    // Eleven characters, though 33 bytes and 22 UTF-16 units.
    ['🦄'.repeat(11), /12/],
    ['x'.repeat(257), /256/],
    ['123qweasdzxc', /leaked/],
    ['QwertyQwerty', /leaked/],
    ['lunapassport1', /about you or us/],
    ['Luna-Passport-2026', /about you or us/],
    ['annabergmedtec12', /about you or us/],
    ['Anna.Berg@Medtec', /about you or us/],
  ])('refuses %j', (password, reason) => {
    expect(passwordFault(password, ABOUT)).toMatch(reason);
  });
});

it('isBreached knows the beginning, the end and the middle of the list, in any case', () => {
  // Chosen from the source list by rank: 1st, 10th and last of those long enough.
  for (const password of ['123qweasdzxc', 'qwertyqwerty', 'vjht123jltccf', 'VJHT123JLTCCF']) {
    expect(isBreached(password)).toBe(true);
  }
  expect(isBreached('seven wet umbrellas')).toBe(false);
});
