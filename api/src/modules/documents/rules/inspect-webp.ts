import { ByteReader } from './byte-reader.ts';
import { mismatch, polyglot, unsupported } from './file-refusal.ts';
import { imageSize, type ImageSize } from './image-size.ts';

const METADATA = new Set(['ALPH', 'ICCP', 'EXIF', 'XMP ']);

/**
 * Walks the chunks of a WebP (RFC 9649, section 2); the file is exactly as long as its RIFF header
 * says. Animations are not accepted.
 */
export function inspectWebp(bytes: Uint8Array): ImageSize {
  const reader = new ByteReader(bytes);
  if (reader.text(4) !== 'RIFF') throw mismatch('is no WebP');
  const length = reader.u32le();
  if (reader.text(4) !== 'WEBP') throw mismatch('is no WebP');
  const end = length + 8;
  if (end > bytes.length) throw mismatch('ends too early');
  if (end < bytes.length) throw polyglot(`goes on for ${bytes.length - end} bytes after its end`);
  let canvas: ImageSize | undefined;
  let picture: ImageSize | undefined;
  while (reader.left > 0) {
    const type = reader.text(4);
    const size = reader.u32le();
    const data = new ByteReader(reader.take(size));
    reader.skip(size % 2);
    if (type === 'VP8X') canvas = extendedSize(data);
    else if (type === 'VP8 ') picture = lossySize(data);
    else if (type === 'VP8L') picture = losslessSize(data);
    else if (type === 'ANIM' || type === 'ANMF')
      throw unsupported('is an animation', 'Upload a still picture.');
    else if (!METADATA.has(type)) throw mismatch('has a part that no WebP has');
  }
  if (picture === undefined) throw mismatch('holds no picture');
  return canvas ?? picture;
}

function extendedSize(data: ByteReader): ImageSize {
  data.skip(4);
  const width = data.u24le() + 1;
  return imageSize(width, data.u24le() + 1);
}

/** RFC 6386, section 9.1: a key frame, its start code, then 14 bits of each side. */
function lossySize(data: ByteReader): ImageSize {
  const tag = data.u24le();
  if ((tag & 1) !== 0 || data.text(3) !== '\x9d\x01\x2a') throw mismatch('is a damaged WebP');
  const width = data.u16le() & 0x3fff;
  return imageSize(width, data.u16le() & 0x3fff);
}

/** RFC 9649, section 3.4: a signature byte, then 14 bits of each side less one. */
function losslessSize(data: ByteReader): ImageSize {
  if (data.u8() !== 0x2f) throw mismatch('is a damaged WebP');
  const bits = data.u32le();
  return imageSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}
