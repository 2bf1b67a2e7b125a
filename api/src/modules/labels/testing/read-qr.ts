import { inflateSync } from 'node:zlib';
import jsQr from 'jsqr';

/** A dark rectangle, in any unit. */
export type Dark = { x: number; y: number; width: number; height: number };

const PIXELS = 4;
const MARGIN = 4;

/** What a QR code says that is drawn as rectangles one module high; undefined when unreadable. */
export function readDrawn(dark: readonly Dark[]): string | undefined {
  const module = Math.min(...dark.map(({ height }) => height));
  const left = Math.min(...dark.map(({ x }) => x));
  const top = Math.min(...dark.map(({ y }) => y));
  const right = Math.max(...dark.map(({ x, width }) => x + width));
  const pixel = (length: number) => Math.round((length / module) * PIXELS);
  const side = pixel(right - left) + 2 * MARGIN * PIXELS;
  const image = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y, width, height } of dark) {
    const from = pixel(x - left) + MARGIN * PIXELS;
    for (let row = pixel(y - top); row < pixel(y - top + height); row += 1) {
      const start = (row + MARGIN * PIXELS) * side + from;
      for (let at = start; at < start + pixel(width); at += 1) {
        image.set([0, 0, 0, 255], at * 4);
      }
    }
  }
  return readPixels({ width: side, height: side, pixels: image });
}

/** What a QR code in an image says; undefined when unreadable. */
export function readPixels(image: {
  width: number;
  height: number;
  pixels: Uint8ClampedArray;
}): string | undefined {
  return jsQr.default(image.pixels, image.width, image.height)?.data;
}

/** Pixels of an unfiltered RGBA image: the PNG that bwip-js writes. */
export function readPng(png: Buffer): { width: number; height: number; pixels: Uint8ClampedArray } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) !== 'IDAT') continue;
    data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(data));
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const row = rows.subarray(y * (width * 4 + 1), (y + 1) * (width * 4 + 1));
    if (row[0] !== 0) throw new Error('a filtered row');
    pixels.set(row.subarray(1), y * width * 4);
  }
  return { width, height, pixels };
}
