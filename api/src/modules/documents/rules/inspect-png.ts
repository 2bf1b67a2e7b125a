import { crc32 } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { mismatch, polyglot, unsupported } from './file-refusal.ts';
import { imageSize, type ImageSize } from './image-size.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Critical chunks: a decoder that does not know one cannot show the picture (PNG 3, section 5.4). */
const CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);

/**
 * Walks the chunks of a PNG (W3C PNG 3, section 5) from IHDR to IEND with their checksums; the file
 * ends there. Animations are not accepted.
 */
export function inspectPng(bytes: Uint8Array): ImageSize {
  const reader = new ByteReader(bytes);
  if (reader.text(SIGNATURE.length) !== SIGNATURE) throw mismatch('is no PNG');
  const first = readChunk(reader);
  if (first.type !== 'IHDR' || first.data.left !== 13) throw mismatch('has no PNG header');
  const size = imageSize(first.data.u32(), first.data.u32());
  let pixels = false;
  for (;;) {
    const { type, data } = readChunk(reader);
    if (type === 'acTL') throw unsupported('is an animation', 'Upload a still picture.');
    if (type === 'IHDR') throw mismatch('has two PNG headers');
    if (type === 'IDAT') pixels ||= data.left > 0;
    if (type === 'IEND') break;
  }
  if (!pixels) throw mismatch('holds no picture');
  if (reader.left > 0) throw polyglot(`goes on for ${reader.left} bytes after the picture's end`);
  return size;
}

function readChunk(reader: ByteReader): { type: string; data: ByteReader } {
  const length = reader.u32();
  const start = reader.at;
  const type = reader.text(4);
  const data = reader.take(length);
  if (crc32(reader.bytes.subarray(start, reader.at)) !== reader.u32()) {
    throw mismatch('is damaged: a checksum is wrong');
  }
  if (!/^[A-Za-z]{4}$/.test(type) || (/^[A-Z]/.test(type) && !CRITICAL.has(type))) {
    throw mismatch('has a part that no PNG has');
  }
  return { type, data: new ByteReader(data) };
}
