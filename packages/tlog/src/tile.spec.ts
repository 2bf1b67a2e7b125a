import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tilesForSize, tileWidth } from './tile.ts';

describe('tilesForSize', () => {
  test('default: the example of C2SP tlog-tiles, a tree of 70,000', () => {
    expect(tilesForSize(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
  });

  test('behaviour: a level that is full has no partial tile', () => {
    expect(tilesForSize(0)).toEqual([]);
    expect(tilesForSize(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(tilesForSize(65_536)).toEqual([{ level: 2, index: 0, width: 1 }]);
  });

  test('behaviour: the widths are the digits of the size to base 256', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        const sum = tilesForSize(size).reduce((n, { level, width }) => n + width * 256 ** level, 0);
        expect(sum).toBe(size);
      }),
    );
  });

  test('error: NUMBER_INVALID', () => {
    for (const size of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => tilesForSize(size)).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID' }));
    }
  });
});

describe('tileWidth', () => {
  test('default: full, partial and missing tiles', () => {
    expect(tileWidth(0, 272, 70_000)).toBe(256);
    expect(tileWidth(0, 273, 70_000)).toBe(112);
    expect(tileWidth(0, 274, 70_000)).toBe(0);
    expect(tileWidth(1, 1, 70_000)).toBe(17);
    expect(tileWidth(2, 0, 70_000)).toBe(1);
    expect(tileWidth(3, 0, 70_000)).toBe(0);
    expect(tileWidth(63, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(0);
  });
});
