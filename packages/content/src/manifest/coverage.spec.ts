import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coverage } from './coverage.ts';

const names = ({ tiles, entries }: ReturnType<typeof coverage>) => ({
  tiles: tiles.map(({ level, index }) => `${level}/${index}`),
  entries: entries.map(({ index, width }) => `${index}:${width}`),
});

describe('coverage', () => {
  it.each([
    [0, 1, [], ['0:1']],
    [0, 256, ['0/0'], ['0:256']],
    [0, 300, ['0/0'], ['0:256', '1:44']],
    [255, 256, ['0/0'], ['0:256']],
    [256, 257, [], ['1:1']],
    [300, 301, [], ['1:45']],
    [65_535, 65_536, ['0/255', '1/0'], ['255:256']],
    [131_000, 131_073, ['0/511', '1/1'], ['511:256', '512:1']],
  ])('from %d to %d', (from, to, tiles, entries) => {
    expect(names(coverage(from, to))).toEqual({ tiles, entries });
  });

  it('has every full tile and bundle once however the way is divided', () => {
    const growth = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(growth, (steps) => {
        let size = 0;
        const full: string[] = [];
        const tiles: string[] = [];
        for (const step of steps) {
          const part = names(coverage(size, size + step));
          size += step;
          tiles.push(...part.tiles);
          full.push(...part.entries.filter((name) => name.endsWith(':256')));
        }
        const whole = names(coverage(0, size));
        expect(tiles.toSorted()).toEqual(whole.tiles.toSorted());
        expect(full).toEqual(whole.entries.filter((name) => name.endsWith(':256')));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [0, 0],
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [0, 2 ** 53],
  ])('error: from %d to %d', (from, to) => {
    expect(() => coverage(from, to)).toThrow(
      expect.objectContaining({ code: 'MANIFEST_CHAIN_BROKEN' }),
    );
  });
});
