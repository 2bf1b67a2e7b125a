import { crc32, deflateSync } from 'node:zlib';

/** Small real files, made here: a test changes one thing about them. */
export const latin1 = (text: string) => Buffer.from(text, 'latin1');
const u32 = (value: number) => Buffer.from(new Uint32Array([value]).buffer).reverse();
const u32le = (value: number) => Buffer.from(new Uint32Array([value]).buffer);
const u16 = (value: number) => Buffer.from([value >>> 8, value & 0xff]);

/** A PNG chunk with its checksum. */
export function pngChunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([latin1(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** An 8-bit grey PNG; `extra` chunks stand before its pixels. */
export function png({ width = 2, height = 3, extra = [] as Buffer[] } = {}): Buffer {
  const header = Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])]);
  const pixels = deflateSync(Buffer.alloc(3 * 3));
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', pixels),
    pngChunk('IEND'),
  ]);
}

/** A JPEG segment with its length. */
export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);
}

/** A grey baseline JPEG of 16 × 16: two restart intervals, a stuffed 0xFF; `extra` follows SOI. */
export function jpeg({ width = 16, height = 16, extra = [] as Buffer[] } = {}): Buffer {
  const dc = Buffer.concat([Buffer.from([0, 0, 2]), Buffer.alloc(14), Buffer.from([0, 1])]);
  const ac = Buffer.concat([Buffer.from([0x10, 1]), Buffer.alloc(15), Buffer.from([0])]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...extra,
    jpegSegment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    jpegSegment(
      0xc0,
      Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])]),
    ),
    jpegSegment(0xc4, dc),
    jpegSegment(0xc4, ac),
    jpegSegment(0xdd, u16(2)),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x0f, 0xff, 0xd0, 0x0f, 0xff, 0x00, 0xff, 0xff, 0xd9]),
  ]);
}

/** A WebP chunk, padded to an even length. */
export function webpChunk(type: string, data: Uint8Array): Buffer {
  return Buffer.concat([latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]);
}

/** A WebP of these chunks. */
export function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([latin1('WEBP'), ...chunks]);
  return Buffer.concat([latin1('RIFF'), u32le(body.length), body]);
}

/** The header of a lossless picture (and pixels that nobody decodes here). */
export function lossless(width: number, height: number): Buffer {
  const bits = (width - 1) | ((height - 1) << 14);
  return webpChunk(
    'VP8L',
    Buffer.concat([Buffer.from([0x2f]), u32le(bits >>> 0), Buffer.alloc(2)]),
  );
}

/** The header of a lossy key frame. */
export function lossy(width: number, height: number): Buffer {
  const size = Buffer.from([width & 0xff, width >>> 8, height & 0xff, height >>> 8]);
  return webpChunk(
    'VP8 ',
    Buffer.concat([Buffer.from([0x10, 0, 0]), latin1('\x9d\x01\x2a'), size]),
  );
}

/** The header of an extended WebP with that canvas. */
export function extended(width: number, height: number): Buffer {
  const side = (value: number) => u32le(value - 1).subarray(0, 3);
  return webpChunk('VP8X', Buffer.concat([Buffer.alloc(4), side(width), side(height)]));
}

/** A PDF of one empty page, its cross-reference table in order; `objects` are numbered from 4. */
export function pdf(catalog = '', ...objects: (string | Buffer)[]): Buffer {
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>',
    ...objects,
  ];
  const parts = [latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')];
  const offsets: number[] = [];
  for (const [index, body] of bodies.entries()) {
    offsets.push(Buffer.concat(parts).length);
    parts.push(latin1(`${index + 1} 0 obj\n`), Buffer.from(body), latin1('\nendobj\n'));
  }
  const start = Buffer.concat(parts).length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const table = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  const trailer = `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([...parts, latin1(table + trailer)]);
}

/** A stream object. */
export function pdfStream(dictionary: string, data: Uint8Array): Buffer {
  const start = latin1(`<< ${dictionary} /Length ${data.length} >>\nstream\n`);
  return Buffer.concat([start, data, latin1('\nendstream')]);
}

/** An object stream that holds one object, compressed. */
export function objectStream(object: string, compress = deflateSync): Buffer {
  return pdfStream('/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode', compress(`9 0  ${object}`));
}

/** An empty ZIP archive: nothing but its end record. */
export const EMPTY_ZIP = Buffer.concat([latin1('PK\x05\x06'), Buffer.alloc(18)]);

export const STEP = `ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('bolt.step','2026-01-15T08:30:00',(''),(''),'','','');
FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));
ENDSEC;
DATA;
#1=CARTESIAN_POINT('',(0.,0.,0.));
ENDSEC;
END-ISO-10303-21;
`;
