import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { checkElement } from './check-element.ts';
import { checkStructure } from './check-structure.ts';
import { DigitalLinkError } from './digital-link-error.ts';
import type { ElementString, LocatedElement } from './element-string.ts';
import { percentDecode } from './percent-encoding.ts';

export type DigitalLink = {
  /** What stands before the primary key: scheme, domain, perhaps a path; no slash at the end. */
  stem: string;
  primary: ElementString;
  qualifiers: ElementString[];
  attributes: ElementString[];
  /** Parameters of the query that are no element strings, decoded: `['linkType', 'gs1:pip']`. */
  other: [name: string, value: string][];
  /** Primary key, qualifiers, attributes. */
  elements: ElementString[];
};

export type ParseOptions = {
  /** Accept a GTIN-8, -12 or -13 behind `/01/`, as old software wrote, and pad it to 14 digits. */
  zeroSuppressedGtin?: boolean;
};

const NOT_URI = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;
const NOT_DOMAIN = /[_~?#@!$&'()*+,;=%]/;

/**
 * Reads an uncompressed GS1 Digital Link URI of any domain (GS1 Digital Link URI Syntax 1.7),
 * refusing and accepting what the GS1 Barcode Syntax Engine does: the rightmost primary key of the
 * path is the one; names such as `/gtin/` and a slash at the end are refused; the fragment is
 * ignored. Takes time linear in the length.
 *
 * Throws `DigitalLinkError` and nothing else.
 */
export function parseDigitalLink(url: string, options: ParseOptions = {}): DigitalLink {
  const pathStart = startOfPath(url);
  const body = url.slice(0, indexOrEnd(url, '#', pathStart));
  const pathEnd = indexOrEnd(body, '?', pathStart);
  const { stem, key, qualifiers } = readPath(body.slice(0, pathEnd), pathStart, options);
  const { attributes, other } = readQuery(body.slice(pathEnd + 1), pathEnd + 1);
  checkStructure(key, qualifiers, attributes);
  const link = {
    primary: bare(key),
    qualifiers: qualifiers.map(bare),
    attributes: attributes.map(bare),
  };
  const elements = [link.primary, ...link.qualifiers, ...link.attributes];
  return { stem, ...link, other, elements };
}

function startOfPath(url: string): number {
  const illegal = url.search(NOT_URI);
  if (illegal >= 0) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_CHARACTERS',
      'here is a character that no URI may have: percent-encode it',
      illegal,
    );
  }
  const scheme = /^(?:https?|HTTPS?):\/\//.exec(url)?.[0];
  if (scheme === undefined) {
    throw new DigitalLinkError('DIGITAL_LINK_SCHEME', 'must begin with https:// or http://', 0);
  }
  const slash = url.indexOf('/', scheme.length);
  if (slash <= scheme.length || NOT_DOMAIN.test(url.slice(scheme.length, slash))) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_DOMAIN',
      'must have a domain and a path',
      scheme.length,
    );
  }
  return slash;
}

/** Walks the pairs `/ai/value` from the end of the path to the first primary key it meets. */
function readPath(
  address: string,
  pathStart: number,
  options: ParseOptions,
): { stem: string; key: LocatedElement; qualifiers: LocatedElement[] } {
  const segments = address.slice(pathStart).split('/');
  const qualifiers: LocatedElement[] = [];
  let start = address.length;
  for (let index = segments.length - 2; index > 0; index -= 2) {
    const [ai = '', raw = ''] = segments.slice(index, index + 2);
    const rule = APPLICATION_IDENTIFIERS.get(ai);
    if (!rule) break;
    const position = start - raw.length;
    start = position - ai.length - 2;
    const element = { ai, value: percentDecode(raw, false), position };
    if (!rule.sequences) {
      qualifiers.push(element);
      continue;
    }
    const key = options.zeroSuppressedGtin ? padGtin(element) : element;
    for (const each of [key, ...qualifiers.reverse()]) checkElement(each);
    return { stem: address.slice(0, start), key, qualifiers };
  }
  throw new DigitalLinkError(
    'DIGITAL_LINK_NO_KEY',
    'the path must end in a primary key such as /01/09520123456788, and its qualifiers',
    pathStart,
  );
}

function readQuery(
  query: string,
  start: number,
): { attributes: LocatedElement[]; other: [string, string][] } {
  const attributes: LocatedElement[] = [];
  const other: string[] = [];
  let position = start;
  for (const parameter of query.split('&')) {
    const [, ai, raw] = /^([0-9]+)=(.*)$/.exec(parameter) ?? [];
    if (ai !== undefined && raw !== undefined) {
      const value = percentDecode(raw, true);
      const element = padGtin({ ai, value, position: position + ai.length + 1 });
      checkElement(element);
      attributes.push(element);
    } else other.push(parameter);
    position += parameter.length + 1;
  }
  return { attributes, other: [...new URLSearchParams(other.join('&'))] };
}

/** A query has always allowed the short forms of a GTIN; a path no longer does. */
function padGtin(element: LocatedElement): LocatedElement {
  const isShort = element.ai === '01' && [8, 12, 13].includes(element.value.length);
  return isShort ? { ...element, value: element.value.padStart(14, '0') } : element;
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

function bare({ ai, value }: LocatedElement): ElementString {
  return { ai, value };
}
