import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const standard = new URL('../shared/vectors/asvs/ASVS-5.0.0-en.csv', root);
/** Files, authentication, sessions, authorisation, self-contained tokens, logging and errors. */
const CHAPTERS = ['V5', 'V6', 'V7', 'V8', 'V9', 'V16'];
/** Where the page says that its files are named from. */
const BASES = ['', 'api/src/', 'api/src/modules/'];

/** Rows of docs/asvs.md that begin with the id of a requirement. */
const rows = readFileSync(new URL('docs/asvs.md', root), 'utf8')
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', level = '', , state = '', where = '', remarks = '']) => ({
    id,
    level,
    state,
    where,
    remarks,
  }));

describe('docs/asvs.md', () => {
  it('has one state per requirement, and a reason for all but those met', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { id, state, where, remarks } of rows) {
      expect([id, state]).toEqual([id, expect.stringMatching(/^(met|partly|not|n\/a)$/)]);
      expect([id, state === 'met' ? where : remarks]).not.toEqual([id, '']);
    }
  });

  it('names files that are there', () => {
    const named = rows.flatMap(({ where }) =>
      Array.from(where.matchAll(/`([^`]+)`/g), ([, f]) => f),
    );
    const missing = named.filter(
      (file = '') => !BASES.some((at) => existsSync(new URL(at + file, root))),
    );
    expect(missing).toEqual([]);
  });
});

describe.skipIf(!existsSync(standard))('ASVS 5.0.0 (needs ../shared/vectors/asvs)', () => {
  it(`every requirement of level 1 and 2 of ${CHAPTERS.join(', ')} is in the table once`, () => {
    const wanted = Array.from(
      readFileSync(standard, 'utf8').matchAll(/^(V\d+),[^]*?,(V\d+\.\d+\.\d+),[^]*?,([123])\r?$/gm),
      ([, chapter = '', id = '', level = '']) => ({ chapter, id, level }),
    ).filter(({ chapter, level }) => CHAPTERS.includes(chapter) && level !== '3');
    const named = (all: readonly { id: string; level: string }[]) =>
      all.map(({ id, level }) => `${id} (${level})`).sort();
    expect(named(rows)).toEqual(named(wanted));
  });
});
