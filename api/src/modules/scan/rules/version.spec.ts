import { describe, expect, it } from 'vitest';
import { etagOf, isKnown, versionKey, type Version } from './version.ts';

const version: Version = {
  position: 50,
  leaf: 'ab'.repeat(32),
  sealed: 49,
  anchored: 40,
  owner: 'Medtec',
};

describe('etagOf', () => {
  it('says the positions and is weak', () => {
    expect(etagOf(version)).toMatch(/^W\/"50\.49\.40-[0-9a-f]{16}"$/);
  });

  it.each<Partial<Version>>([
    { position: 51 },
    { leaf: 'cd'.repeat(32) },
    { sealed: 50 },
    { anchored: 41 },
    { owner: 'Other' },
    { owner: null },
  ])('is another one with %o', (change) => {
    const other = { ...version, ...change };
    expect(etagOf(other)).not.toBe(etagOf(version));
    expect(versionKey(other)).not.toBe(versionKey(version));
  });
});

describe('isKnown', () => {
  const etag = 'W/"50.49.40-0123456789abcdef"';
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['*', true],
    [etag, true],
    [etag.slice(2), true],
    [`"other", ${etag}`, true],
    ['"other"', false],
    ['50.49.40-0123456789abcdef', false],
    ['', false],
  ])('%s: %s', (sent, known) => {
    expect(isKnown(sent, etag)).toBe(known);
  });
});
