import { isUtf8 } from 'node:buffer';
import { LunaError } from '@luna/runtime';

const [LF, CR] = [0x0a, 0x0d];

/** Throws CSV_ENCODING unless bytes that end with a line are UTF-8 without NUL; `first` is their line. */
export function checkText(bytes: Buffer, first: number): void {
  if (isUtf8(bytes) && !bytes.includes(0)) return;
  let line = first;
  for (let at = 0; at < bytes.length; line += 1) {
    const end = lineEnd(bytes, at);
    const part = bytes.subarray(at, end);
    if (!isUtf8(part)) throw wrong(line, 'is not UTF-8; save the file as UTF-8');
    if (part.includes(0)) throw wrong(line, 'holds a NUL character; remove it');
    at = end;
  }
}

/** Lines that end in these bytes. */
export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at = lineEnd(bytes, at)) count += 1;
  return count;
}

/** Where the last line ends that ends in these bytes; 0 when none does. */
export function lastLineEnd(bytes: Buffer, end: 'LF' | 'CR'): number {
  return bytes.lastIndexOf(end === 'LF' ? LF : CR) + 1;
}

/** Lines end in LF, or in CR where no LF is. */
function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(LF, from);
  if (end >= 0) return end + 1;
  const old = bytes.indexOf(CR, from);
  return old >= 0 ? old + 1 : bytes.length;
}

function wrong(line: number, what: string): LunaError {
  return new LunaError('CSV_ENCODING', `Line ${line} ${what}.`, { details: { line } });
}
