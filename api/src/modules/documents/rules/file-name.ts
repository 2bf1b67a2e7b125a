import { LunaError } from '@luna/runtime';

/** UTF-16 units, the extension included. */
const LONGEST = 120;
/** Controls, format characters (bidi overrides, zero width), lone surrogates, private use, line ends. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** What the file systems of readers refuse or read otherwise. */
const RESERVED = /[<>:"|?*]/g;

/**
 * A name to show and to offer for saving, never a path: the part after the last separator, NFC, on
 * one line, without characters that hide or turn others round, at most 120 UTF-16 units.
 *
 * It ends in an extension of what the file is, the first one where it had another: `a.pdf.exe`
 * becomes `a.pdf.exe.pdf`. `FILE_NAME_INVALID` when nothing is left.
 */
export function fileName(given: string, extensions: readonly [string, ...string[]]): string {
  const said = given.slice(-4 * LONGEST).replace(/^.*[/\\]/su, '');
  const clean = tidy(said.replace(INVISIBLE, '').normalize('NFC').replace(RESERVED, '_'));
  const known = extensions.find((extension) => clean.toLowerCase().endsWith(`.${extension}`));
  const ending = `.${known ?? extensions[0]}`;
  const stem = tidy(shorten(known === undefined ? clean : clean.slice(0, -ending.length), ending));
  if (stem === '') {
    throw new LunaError('FILE_NAME_INVALID', 'The file has no name that can be shown. Rename it.');
  }
  return stem + ending;
}

/** The extension that a name claims, in lower case. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,10})$/i.exec(name.slice(-11))?.[1]?.toLowerCase() ?? '';
}

/** No leading or trailing dots and spaces: hidden files, and names that Windows cuts. */
function tidy(name: string): string {
  return name.replace(/^[.\s]+|[.\s]+$/g, '');
}

function shorten(stem: string, ending: string): string {
  return stem.slice(0, LONGEST - ending.length).replace(/[\uD800-\uDBFF]$/, '');
}
