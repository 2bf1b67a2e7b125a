import { isUtf8 } from 'node:buffer';
import { parseStrictJson, RecordError } from '@luna/record';
import { mismatch } from './file-refusal.ts';

const STEP_START = 'ISO-10303-21;';
const STEP_END = 'END-ISO-10303-21;';

/**
 * UTF-8 text of lines and tabs, with or without a byte order mark, and no other control characters.
 *
 * Refused is what a reader that guesses types would take for a page or a document (WHATWG MIME
 * Sniffing, section 7.1): public files are served by IPFS gateways too, without our headers.
 */
export function inspectText(bytes: Uint8Array): void {
  if (!isUtf8(bytes)) throw mismatch('is not UTF-8 text');
  const control = bytes.findIndex((byte, at) => isControl(byte, bytes[at + 1]));
  if (control >= 0) throw mismatch(`is not text: byte ${control} is a control character`);
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  if (/^(?:<|%PDF|%!PS)/.test(start)) throw mismatch('is a page or a document, not plain text');
}

/** RFC 8259, read as strictly as the API reads everything else (I-JSON, 64 levels). */
export function inspectJson(bytes: Uint8Array): void {
  try {
    parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof RecordError) throw mismatch(`is not strict JSON: ${error.message}`);
    throw error;
  }
}

/** A STEP model: the clear text encoding of ISO 10303-21, from its first to its last keyword. */
export function inspectStep(bytes: Uint8Array): void {
  inspectText(bytes);
  const start = Buffer.from(bytes.subarray(0, STEP_START.length)).toString('latin1');
  const end = Buffer.from(bytes.subarray(-256)).toString('latin1').trimEnd();
  if (start !== STEP_START || !end.endsWith(STEP_END)) throw mismatch('is no whole STEP model');
}

/** C0 without tab, line feed and carriage return; DEL; C1, which is C2 80 to C2 9F in UTF-8. */
function isControl(byte: number, next: number | undefined): boolean {
  if (byte < 0x20) return byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
  return byte === 0x7f || (byte === 0xc2 && next !== undefined && next < 0xa0);
}
