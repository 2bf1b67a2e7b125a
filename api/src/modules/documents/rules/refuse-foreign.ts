import { polyglot } from './file-refusal.ts';

/** An archiver looks for the end of a ZIP in this many last bytes: the record and its comment. */
const ZIP_TAIL = 22 + 0xffff;
/** A PDF reader looks for the header of a PDF in this many first bytes. */
const PDF_HEAD = 1024 + 5;
/** Archives that are found wherever they begin. */
const ARCHIVES = { RAR: 'Rar!\x1a\x07', '7z': '7z\xbc\xaf\x27\x1c' } as const;

/**
 * Refuses a binary file in which programs would find another one, in however legal a place
 * (`FILE_POLYGLOT`): a ZIP (so also JAR and Office files), RAR or 7z archive; in a picture also a
 * PDF in front, or a script in a comment.
 *
 * A false alarm needs four given bytes in 64 KiB of compressed data: one file in 65,000.
 */
export function refuseForeign(bytes: Uint8Array, mediaType: string): void {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.subarray(-ZIP_TAIL).includes('PK\x05\x06', 0, 'latin1')) {
    throw polyglot('is also a ZIP archive');
  }
  for (const [name, signature] of Object.entries(ARCHIVES)) {
    if (data.includes(signature, 0, 'latin1')) throw polyglot(`holds a ${name} archive`);
  }
  if (!mediaType.startsWith('image/')) return;
  if (data.subarray(0, PDF_HEAD).includes('%PDF-')) throw polyglot('is also a PDF');
  if (/<(?:script|iframe|!doctype)/i.test(data.toString('latin1'))) {
    throw polyglot('holds a script or a page');
  }
}
