import { expect, it } from 'vitest';
import { keyMatches } from './key-matches.ts';

it('keyMatches compares whole keys of any length', () => {
  expect(keyMatches('secret', 'secret')).toBe(true);
  for (const wrong of ['', 'secre', 'secret ', 'Secret', 'secretsecret']) {
    expect(keyMatches(wrong, 'secret')).toBe(false);
  }
});
