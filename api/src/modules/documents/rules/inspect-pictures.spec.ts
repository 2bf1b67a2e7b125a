import { describe, expect, test } from 'vitest';
import { inspectUpload } from './inspect-upload.ts';
import { refusedAs } from './testing/refused-as.ts';
import {
  EMPTY_ZIP,
  extended,
  jpeg,
  jpegSegment,
  latin1,
  lossless,
  lossy,
  png,
  pngChunk,
  webp,
  webpChunk,
} from './testing/sample-files.ts';

const join = (...parts: Uint8Array[]) => Buffer.concat(parts);
const size = async (bytes: Uint8Array, mediaType: string) => {
  const { width, height } = await inspectUpload(bytes, { mediaType, name: 'picture' });
  return [width, height];
};

describe('PNG', () => {
  test('default: size from the header', async () => {
    expect(await size(png({ width: 640, height: 480 }), 'image/png')).toEqual([640, 480]);
  });

  test('behaviour: chunks that a decoder may skip are skipped', async () => {
    const extra = [pngChunk('tEXt', latin1('Comment\0hello')), pngChunk('vpAg', Buffer.alloc(9))];
    expect(await size(png({ extra }), 'image/png')).toEqual([2, 3]);
  });

  const wrongSum = png();
  wrongSum.writeUInt8(wrongSum.readUInt8(45) ^ 1, 45);
  const noPixels = join(png().subarray(0, 33), pngChunk('IDAT'), pngChunk('IEND'));
  const header = png().subarray(16, 29);
  test.each([
    ['a wrong checksum', wrongSum, 'FILE_TYPE_MISMATCH'],
    ['no pixels', noPixels, 'FILE_TYPE_MISMATCH'],
    ['two headers', png({ extra: [pngChunk('IHDR', header)] }), 'FILE_TYPE_MISMATCH'],
    ['an unknown critical chunk', png({ extra: [pngChunk('ABCD')] }), 'FILE_TYPE_MISMATCH'],
    ['one byte more', join(png(), Buffer.from([0])), 'FILE_POLYGLOT'],
    ['one byte less', png().subarray(0, -1), 'FILE_TYPE_MISMATCH'],
    ['no width', png({ width: 0 }), 'FILE_TYPE_MISMATCH'],
    ['51 megapixels', png({ width: 10_000, height: 5_001 }), 'FILE_IMAGE_TOO_LARGE'],
    ['sides of 2 ^ 31', png({ width: 2 ** 31, height: 2 ** 31 }), 'FILE_IMAGE_TOO_LARGE'],
    ['a page behind it', join(png(), latin1('<html>')), 'FILE_POLYGLOT'],
    [
      'a script in a comment',
      png({ extra: [pngChunk('tEXt', latin1('a\0<SCRIPT>'))] }),
      'FILE_POLYGLOT',
    ],
    ['a ZIP behind it', join(png(), EMPTY_ZIP), 'FILE_POLYGLOT'],
    ['a ZIP in a chunk', png({ extra: [pngChunk('teSt', EMPTY_ZIP)] }), 'FILE_POLYGLOT'],
    [
      'a RAR in a chunk',
      png({ extra: [pngChunk('teSt', latin1('Rar!\x1a\x07\0'))] }),
      'FILE_POLYGLOT',
    ],
    ['a PDF in a chunk', png({ extra: [pngChunk('teSt', latin1('%PDF-1.4'))] }), 'FILE_POLYGLOT'],
  ])('error: %s', async (_title, bytes, code) => {
    expect(await refusedAs(bytes, 'image/png')).toBe(code);
  });

  test('error: an animation, also where its control comes late', async () => {
    const control = pngChunk('acTL', Buffer.alloc(8));
    expect(await refusedAs(png({ extra: [control] }), 'image/png')).toBe('FILE_TYPE_MISMATCH');
    const late = join(png().subarray(0, -12), control, pngChunk('IEND'));
    expect(await refusedAs(late, 'image/png')).toBe('FILE_TYPE_UNSUPPORTED');
  });
});

describe('JPEG', () => {
  test('default: size from the frame, past restarts, stuffed and fill bytes', async () => {
    expect(await size(jpeg({ width: 640, height: 480 }), 'image/jpeg')).toEqual([640, 480]);
  });

  test('behaviour: a thumbnail inside a segment ends nothing', async () => {
    const thumbnail = jpegSegment(0xe1, join(latin1('Exif\0\0'), jpeg({ width: 1, height: 1 })));
    expect(await size(jpeg({ extra: [thumbnail] }), 'image/jpeg')).toEqual([16, 16]);
  });

  test('behaviour: zeros and whole JPEGs may follow, as cameras and phones write them', async () => {
    const bytes = join(jpeg(), Buffer.alloc(5), jpeg({ width: 8, height: 8 }), Buffer.alloc(3));
    expect(await size(bytes, 'image/jpeg')).toEqual([16, 16]);
  });

  const scanless = join(jpeg().subarray(0, -19), Buffer.from([0xff, 0xd9]));
  const short = join(jpeg().subarray(0, 2), Buffer.from([0xff, 0xe0, 0, 1]), jpeg().subarray(2));
  test.each([
    ['a second picture cut off', join(jpeg(), jpeg().subarray(0, 40)), 'FILE_TYPE_MISMATCH'],
    [
      'a second picture too large',
      join(jpeg(), jpeg({ width: 65_535, height: 65_535 })),
      'FILE_IMAGE_TOO_LARGE',
    ],
    ['only one side', jpeg({ height: 0 }), 'FILE_TYPE_MISMATCH'],
    ['51 megapixels', jpeg({ width: 10_000, height: 5_001 }), 'FILE_IMAGE_TOO_LARGE'],
    ['no scan', scanless, 'FILE_TYPE_MISMATCH'],
    ['a segment of length 1', short, 'FILE_TYPE_MISMATCH'],
    ['anything else behind it', join(jpeg(), latin1('MPEG')), 'FILE_POLYGLOT'],
    ['a ZIP behind it', join(jpeg(), EMPTY_ZIP), 'FILE_POLYGLOT'],
    ['a ZIP in a comment', jpeg({ extra: [jpegSegment(0xfe, EMPTY_ZIP)] }), 'FILE_POLYGLOT'],
    [
      'a PDF in a comment',
      jpeg({ extra: [jpegSegment(0xfe, latin1('%PDF-1.4'))] }),
      'FILE_POLYGLOT',
    ],
    [
      'a script in a comment',
      jpeg({ extra: [jpegSegment(0xfe, latin1('*/<script>'))] }),
      'FILE_POLYGLOT',
    ],
  ])('error: %s', async (_title, bytes, code) => {
    expect(await refusedAs(bytes, 'image/jpeg')).toBe(code);
  });
});

describe('WebP', () => {
  test.each([
    ['lossy', webp(lossy(640, 480))],
    ['lossless', webp(lossless(640, 480))],
    ['extended', webp(extended(640, 480), webpChunk('ALPH', Buffer.alloc(3)), lossy(640, 480))],
    [
      'with metadata',
      webp(extended(640, 480), lossless(640, 480), webpChunk('EXIF', Buffer.alloc(3))),
    ],
  ])('default: %s', async (_title, bytes) => {
    expect(await size(bytes, 'image/webp')).toEqual([640, 480]);
  });

  const interFrame = webp(lossy(8, 8));
  interFrame.set([0x11], 20);
  test.each([
    ['one byte more', join(webp(lossy(8, 8)), Buffer.from([0])), 'FILE_POLYGLOT'],
    ['one byte less', webp(lossy(8, 8)).subarray(0, -1), 'FILE_TYPE_MISMATCH'],
    ['a chunk longer than the file', webp(lossy(8, 8).fill(0xff, 4, 8)), 'FILE_TYPE_MISMATCH'],
    ['no picture', webp(extended(8, 8)), 'FILE_TYPE_MISMATCH'],
    ['no key frame', interFrame, 'FILE_TYPE_MISMATCH'],
    [
      'an unknown chunk',
      webp(lossy(8, 8), webpChunk('JUNK', Buffer.alloc(2))),
      'FILE_TYPE_MISMATCH',
    ],
    [
      'an animation',
      webp(extended(8, 8), webpChunk('ANIM', Buffer.alloc(6))),
      'FILE_TYPE_UNSUPPORTED',
    ],
    [
      'a canvas of 51 megapixels',
      webp(extended(10_000, 5_001), lossy(8, 8)),
      'FILE_IMAGE_TOO_LARGE',
    ],
    [
      'a picture of 51 megapixels',
      webp(extended(8, 8), lossless(10_000, 5_001)),
      'FILE_IMAGE_TOO_LARGE',
    ],
    ['a ZIP in its metadata', webp(lossy(8, 8), webpChunk('EXIF', EMPTY_ZIP)), 'FILE_POLYGLOT'],
  ])('error: %s', async (_title, bytes, code) => {
    expect(await refusedAs(bytes, 'image/webp')).toBe(code);
  });
});
