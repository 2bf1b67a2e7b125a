import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entriesPath, parseEntriesPath, parseTilePath, tilePath } from './path.ts';

const tile = fc.record({
  level: fc.nat(63),
  index: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
  width: fc.integer({ min: 1, max: 256 }),
});
const refusal = { code: 'PATH_INVALID' };

describe('tilePath', () => {
  test('default: the example of C2SP tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 0, index: 273, width: 112 })).toBe('tile/0/273.p/112');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 0, index: 1000, width: 256 })).toBe('tile/0/x001/000');
  });

  test('error: PATH_INVALID for a tile that cannot exist', () => {
    const good = { level: 0, index: 0, width: 256 };
    for (const bad of [
      { level: 64 },
      { level: -1 },
      { index: -1 },
      { index: 0.5 },
      { index: 2 ** 53 },
      { width: 0 },
      { width: 257 },
    ]) {
      expect(() => tilePath({ ...good, ...bad })).toThrow(expect.objectContaining(refusal));
    }
  });
});

describe('parseTilePath', () => {
  test('behaviour: the inverse of tilePath', () => {
    fc.assert(
      fc.property(tile, (coordinate) => {
        expect(parseTilePath(tilePath(coordinate))).toEqual(coordinate);
      }),
    );
  });

  test.each([
    '',
    'tile/0',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/+1/000',
    'tile/1e1/000',
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/x001/x000',
    'tile/0/X001/000',
    'tile/0/00a',
    'tile/0/٠٠٠',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1.p/1',
    'tile/0/x009/x007/x199/x254/x740/992', // 2^53
    'tile/0/x001/x000/x000/x000/x000/x000/000',
    'tile/entries/000',
    'tile/0/../000',
    'tile/data/000',
  ])('error: PATH_INVALID for %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(expect.objectContaining(refusal));
  });

  test('behaviour: any text is refused or is exactly what tilePath writes', () => {
    const piece = fc.constantFrom('tile/', 'x', '0', '1', '000', '/', '.p/', '255', 'entries/');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => `tile/0/${pieces.join('')}`),
        (path) => {
          let parsed;
          try {
            parsed = parseTilePath(path);
          } catch {
            return;
          }
          expect(tilePath(parsed)).toBe(path);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('entriesPath and parseEntriesPath', () => {
  test('default: both directions', () => {
    expect(entriesPath({ index: 1_234_067, width: 256 })).toBe('tile/entries/x001/x234/067');
    fc.assert(
      fc.property(tile, ({ index, width }) => {
        expect(parseEntriesPath(entriesPath({ index, width }))).toEqual({ index, width });
      }),
    );
  });

  test.each([
    '',
    'tile/entries/',
    'tile/0/000',
    'tile/entries/0',
    'entries/000',
    'tile/entries/000.p/256',
  ])('error: PATH_INVALID for %j', (path) => {
    expect(() => parseEntriesPath(path)).toThrow(expect.objectContaining(refusal));
  });
});
