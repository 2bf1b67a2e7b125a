import { ByteReader } from './byte-reader.ts';
import { mismatch, polyglot } from './file-refusal.ts';
import { imageSize, type ImageSize } from './image-size.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** SOF0 to SOF15; DHT, JPG and DAC stand between them. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Walks the segments of a JPEG (ITU-T T.81, annex B) from SOI to EOI.
 *
 * After EOI only zeros may follow (cameras pad) and further whole JPEGs: phones append a depth or
 * brightness map that way (CIPA DC-007). A thumbnail lies inside an APP segment, which is skipped.
 */
export function inspectJpeg(bytes: Uint8Array): ImageSize {
  const reader = new ByteReader(bytes);
  const size = walkImage(reader);
  for (;;) {
    while (bytes[reader.at] === 0) reader.at += 1;
    if (reader.left === 0) return size;
    if (bytes[reader.at] !== 0xff || bytes[reader.at + 1] !== SOI) {
      throw polyglot(`goes on for ${reader.left} bytes after the picture's end`);
    }
    walkImage(reader);
  }
}

function walkImage(reader: ByteReader): ImageSize {
  if (reader.u8() !== 0xff || reader.u8() !== SOI) throw mismatch('is no JPEG');
  let size: ImageSize | undefined;
  let scanned = false;
  for (;;) {
    const marker = readMarker(reader);
    if (marker === EOI) break;
    if (marker === TEM) continue;
    if (marker === 0 || marker === SOI || isRestart(marker)) throw mismatch('is a damaged JPEG');
    const length = reader.u16();
    if (length < 2) throw mismatch('is a damaged JPEG');
    const segment = new ByteReader(reader.take(length - 2));
    if (isFrame(marker)) size = readSize(segment);
    if (marker === SOS) {
      skipScan(reader);
      scanned = true;
    }
  }
  if (size === undefined || !scanned) throw mismatch('holds no picture');
  return size;
}

/** A marker may have any number of fill bytes 0xFF before its code. */
function readMarker(reader: ByteReader): number {
  if (reader.u8() !== 0xff) throw mismatch('is a damaged JPEG');
  let code = reader.u8();
  while (code === 0xff) code = reader.u8();
  return code;
}

function readSize(segment: ByteReader): ImageSize {
  segment.skip(1);
  const height = segment.u16();
  return imageSize(segment.u16(), height);
}

/** To the next marker: in coded data 0xFF is followed by 0, or by a restart, or fills. */
function skipScan(reader: ByteReader): void {
  for (;;) {
    const found = reader.bytes.indexOf(0xff, reader.at);
    const next = found < 0 ? undefined : reader.bytes[found + 1];
    if (next === undefined) throw mismatch('ends too early');
    if (next !== 0 && next !== 0xff && !isRestart(next)) {
      reader.at = found;
      return;
    }
    reader.at = next === 0xff ? found + 1 : found + 2;
  }
}
