import { codeOfIdentificationLink, parseCode } from '@luna/passport';

/**
 * The code in what was typed or scanned: a code itself, or the identification link (IEC 61406) of a
 * passport under `root`, letter by letter. Check characters are checked here, so that what was
 * mistyped costs no query. Throws what `parseCode` throws (CODE_SYNTAX, CODE_CHECK, …).
 */
export function codeOf(text: string, root: string): string {
  const code = codeOfIdentificationLink(text, root) ?? text;
  parseCode(code);
  return code;
}
