import { describe, expect, it } from 'vitest';
import { readDrawn, readPixels, readPng } from '../testing/read-qr.ts';
import { qrMatrix } from './qr-matrix.ts';
import { qrPng } from './qr-png.ts';
import { qrSvg } from './qr-svg.ts';

const URL_OF_PASSPORT = 'https://luna.example/p/DP-MED-2601-PF-CN-000001-0A';

/** The dark rectangles of our SVG. */
const darkOf = (svg: string) =>
  Array.from(svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g), ([, x, y, width]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: 1,
  }));

describe('qrMatrix', () => {
  it.each([
    ['M', 33],
    ['Q', 37],
  ] as const)(
    'corrects at level %s in the smallest symbol, with a quiet zone',
    (level, modules) => {
      const { size, runs } = qrMatrix(URL_OF_PASSPORT, level);
      expect(size).toBe(modules + 8);
      expect(Math.min(...runs.map(({ x }) => x))).toBe(4);
      expect(Math.max(...runs.map(({ x, length }) => x + length))).toBe(size - 4);
      expect(Math.max(...runs.map(({ y }) => y + 1))).toBe(size - 4);
    },
  );
});

describe('qrSvg', () => {
  it.each(['M', 'Q'] as const)('says the URL at level %s', (level) => {
    const dark = darkOf(qrSvg(URL_OF_PASSPORT, { level }));
    expect(readDrawn(dark)).toBe(URL_OF_PASSPORT);
    expect([Math.min(...dark.map(({ x }) => x)), dark[0]?.y]).toEqual([4, 4]);
  });

  it('has a title, a view box, and nothing that runs or styles', () => {
    const svg = qrSvg(URL_OF_PASSPORT, { title: 'A & <b>' });
    expect(svg).toMatch(/^<svg xmlns="[^"]+" viewBox="0 0 41 41" role="img" [^>]*><title>/);
    expect(svg).toContain('<title>A &amp; &lt;b&gt;</title>');
    expect(svg).not.toMatch(/script|style|href|on[a-z]+=/);
  });

  it('gives the same bytes again', () => {
    expect(qrSvg(URL_OF_PASSPORT)).toBe(qrSvg(URL_OF_PASSPORT));
    expect(qrSvg(URL_OF_PASSPORT)).not.toBe(qrSvg(`${URL_OF_PASSPORT}?`));
  });
});

describe('qrPng', () => {
  it.each([
    [1, 4],
    [3, 4],
    [16, 10],
  ])('says the URL at scale %s with a margin of %s', async (scale, margin) => {
    const image = readPng(await qrPng(URL_OF_PASSPORT, { scale, margin }));
    expect([image.width, image.height]).toEqual(Array(2).fill((33 + 2 * margin) * scale * 2));
    expect(readPixels(image)).toBe(URL_OF_PASSPORT);
    // Light and opaque to the edge.
    expect([...image.pixels.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  it('gives the same bytes again', async () => {
    expect(await qrPng(URL_OF_PASSPORT)).toEqual(await qrPng(URL_OF_PASSPORT));
  });
});
