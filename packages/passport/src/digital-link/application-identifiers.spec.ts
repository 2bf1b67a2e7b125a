import { describe, expect, test } from 'vitest';
import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { ATTRIBUTES, PRIMARY_KEYS, QUALIFIERS } from './ai-table.ts';
import { LINTERS } from './linters.ts';

const known = (ai: string) => APPLICATION_IDENTIFIERS.get(ai);

describe('APPLICATION_IDENTIFIERS', () => {
  test('default', () => {
    expect(known('01')).toMatchObject({
      format: 'N14',
      linters: [['csum', 'gcppos2']],
      isAttribute: true,
      sequences: [['22', '10', '21'], ['235']],
    });
    expect(known('21')).toMatchObject({
      format: 'X..20',
      isAttribute: false,
      sequences: undefined,
    });
    expect(known('253')?.format).toBe('N13 [X..17]');
    expect(known('3105')?.format).toBe('N6');
    expect(known('3909')?.format).toBe('N..15');
  });

  test('behaviour: as many as the dictionary has, less the five that no Digital Link can hold', () => {
    // 536 AIs of the dictionary without 03, 7023, 7041, 8014 and 8200.
    expect(APPLICATION_IDENTIFIERS.size).toBe(531);
    for (const ai of ['03', '3106', '3380', '7023', '7041', '8014', '8200', '23', '1']) {
      expect(known(ai), ai).toBeUndefined();
    }
  });

  test('behaviour: each AI has one row, and AIs that begin with the same two digits one length', () => {
    const lengths = new Map<string, number>();
    for (const ai of APPLICATION_IDENTIFIERS.keys()) {
      const prefix = ai.slice(0, 2);
      expect(lengths.get(prefix) ?? ai.length, ai).toBe(ai.length);
      lengths.set(prefix, ai.length);
    }
    const rows = [...QUALIFIERS, ...ATTRIBUTES].flatMap(([, ais]) => ais.split(' '));
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('behaviour: every key, every qualifier and every linter is there', () => {
    for (const [key, qualifiers] of Object.entries(PRIMARY_KEYS)) {
      expect(known(key)?.isAttribute, key).toBe(true);
      for (const ai of qualifiers.split(/[,|]/).filter(Boolean))
        expect(known(ai), ai).toBeDefined();
    }
    for (const [ai, { linters }] of APPLICATION_IDENTIFIERS) {
      for (const name of linters.flat()) expect(LINTERS.has(name), `${ai} ${name}`).toBe(true);
    }
  });
});
