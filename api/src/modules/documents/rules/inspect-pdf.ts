import { inflateSync } from 'node:zlib';
import { mismatch, polyglot, unsupported } from './file-refusal.ts';

/** What a PDF does instead of being read, by the names that such an object must have. */
const ACTIVE = nameOf(
  ...['JavaScript', 'Rendition', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia', 'XFA'],
  ...['ImportData', 'SubmitForm', 'GoToE'],
);
const ENCRYPTED = nameOf('Encrypt');
const OBJECT_STREAM = nameOf('ObjStm');
/** Object streams hold dictionaries only; a file's together stay far below this many bytes. */
const MOST_INFLATED = 64 * 1024 * 1024;
/** What each costs beside its bytes, so that many small ones have an end too. */
const COST = 4096;
const PRINT = 'Print it into a new PDF and upload that.';

/**
 * Looks at a PDF (ISO 32000-2) without rendering it: it begins at byte 0, ends with `%%EOF`, is not
 * encrypted, and holds no script, form engine, embedded file or action that starts or sends
 * something (`FILE_TYPE_UNSUPPORTED`).
 *
 * Names are looked for in every byte, in or outside of streams, also spelt with `#xx`, and in
 * compressed object streams. `/JS` alone is not looked for: it acts only in an action whose type is
 * /JavaScript or /Rendition. Limits: an object stream that a reader finds and this function does not
 * (a broken or forged structure), and faults of readers themselves.
 */
export function inspectPdf(bytes: Uint8Array): void {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = data.toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text)) throw mismatch('is no PDF');
  const end = text.lastIndexOf('%%EOF');
  if (end < 0) throw mismatch('ends too early');
  if (!/^%%EOF[\0\t\n\f\r ]*$/.test(text.slice(end))) {
    throw polyglot("goes on after the document's end");
  }
  refuseActive(text);
  for (const objects of objectStreams(data, text)) refuseActive(objects);
}

function refuseActive(text: string): void {
  if (ENCRYPTED.test(text)) throw unsupported('is an encrypted PDF', PRINT);
  const name = ACTIVE.exec(text)?.[0];
  if (name !== undefined) throw unsupported(`is a PDF with active content (${name})`, PRINT);
}

/** The objects in object streams (ISO 32000-2, section 7.5.7) as text. */
function* objectStreams(data: Buffer, text: string): Generator<string> {
  const named = new RegExp(OBJECT_STREAM, 'g');
  const stream = />>[\0\t\n\f\r ]*stream(?:\r\n?|\n)/g;
  for (let left = MOST_INFLATED; named.test(text); named.lastIndex = stream.lastIndex) {
    stream.lastIndex = named.lastIndex;
    const objects = stream.test(text) ? inflate(data.subarray(stream.lastIndex), left) : '';
    // It begins with pairs of numbers; otherwise a second filter or a predictor is in between.
    if (!/^\s*\d+\s+\d+\s/.test(objects))
      throw unsupported('is a PDF that hides its objects', PRINT);
    yield objects;
    left -= objects.length + COST;
  }
}

function inflate(data: Buffer, most: number): string {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(most, 1) }).toString('latin1');
  } catch {
    return '';
  }
}

/** Finds these names, any letter of which may be spelt as `#` and two hex digits (section 7.3.5). */
function nameOf(...names: string[]): RegExp {
  const spelt = names.map((name) =>
    Array.from(name, (letter) => {
      const hex = letter.charCodeAt(0).toString(16);
      return `(?:${letter}|#${hex}|#${hex.toUpperCase()})`;
    }).join(''),
  );
  return new RegExp(`/(?:${spelt.join('|')})(?=[\\0\\t\\n\\f\\r ()<>[\\]{}/%]|$)`);
}
