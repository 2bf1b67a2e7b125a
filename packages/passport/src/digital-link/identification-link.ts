import { parseCode } from '../code.ts';
import { PassportError } from '../passport-error.ts';

/** Requirements of IEC 61406-1:2022 that a text alone can break. */
export type IdentificationLinkFault = 'ILS-1' | 'ILS-5' | 'ILS-6' | 'ILS-7' | 'ILS-8';

/**
 * The frame that tells an identification link from other 2D symbols (IEC 61406-1, clause 5, 2D-3 to
 * 2D-11), in modules of the symbol: outside the quiet zone a black rim, and a black triangle whose
 * legs lie on the rim in the lower right corner. Positive image; error correction Q, M at least.
 */
export const IDENTIFICATION_LINK_FRAME = {
  quietZone: 4,
  rim: 1,
  triangleLeg: 6,
  errorCorrection: 'Q',
  moduleMillimetres: { recommended: 0.35, least: 0.25 },
} as const;

/** Annex A: the characters of a URI without the percent sign, so nothing can be escaped. */
const CHARACTERS = /^[A-Za-z0-9!#$&'()*+,\-./:;=?@[\]_~]*$/;
const SYNTAX =
  /^(https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?)((?:\/[^?#[\]]*)?(?:\?[^#[\]]*)?(?:#[^#[\]]*)?)$/i;

/**
 * The first requirement that `text` breaks as an identification link, if any: at most 255
 * characters (ILS-5), of Annex A (ILS-7), an http or https URL of RFC 3986 without user information
 * (ILS-6), scheme and host in lower case (ILS-8), and something behind the host to tell one object
 * from another (ILS-1). That it is never reused nor altered cannot be seen.
 */
export function identificationLinkFault(text: string): IdentificationLinkFault | undefined {
  if (text.length > 255) return 'ILS-5';
  if (!CHARACTERS.test(text)) return 'ILS-7';
  const [, origin, rest] = SYNTAX.exec(text) ?? [];
  if (origin === undefined || rest === undefined || !URL.canParse(text)) return 'ILS-6';
  if (origin !== origin.toLowerCase()) return 'ILS-8';
  return rest.length > 1 ? undefined : 'ILS-1';
}

export function isIdentificationLink(text: string): boolean {
  return identificationLinkFault(text) === undefined;
}

/**
 * The code of the passport whose page under `root` this identification link is: `<root>/p/<code>`,
 * letter by letter, as ILS-4 wants. Undefined for every other text.
 */
export function codeOfIdentificationLink(link: string, root: string): string | undefined {
  const prefix = `${root.replace(/\/$/, '')}/p/`;
  if (!isIdentificationLink(link) || !link.startsWith(prefix)) return undefined;
  const code = link.slice(prefix.length);
  try {
    parseCode(code);
    return code;
  } catch (error) {
    if (error instanceof PassportError) return undefined;
    throw error;
  }
}
