import { checkElement } from './check-element.ts';
import { checkStructure } from './check-structure.ts';
import { DigitalLinkError } from './digital-link-error.ts';
import type { ElementString } from './element-string.ts';
import { parseDigitalLink } from './parse-digital-link.ts';
import { percentEncode } from './percent-encoding.ts';

/** AIs of predefined length, which go first (GS1 General Specifications, section 7.8). */
const PREDEFINED_LENGTH = /^(?:0[0-4]|1[1-9]|20|3[1-6]|41)/;

/**
 * The Digital Link URI of these element strings under `stem`, such as `https://id.gs1.org`: the
 * first primary key among them, the qualifiers it can take, the rest as attributes. Repeated
 * elements are written once.
 *
 * Throws `DigitalLinkError`; what is written, `parseDigitalLink` reads.
 */
export function formatDigitalLink(stem: string, elements: readonly ElementString[]): string {
  const { path, attributes } = arrange(elements);
  const query = attributes.map(({ ai, value }) => `${ai}=${percentEncode(value)}`).join('&');
  const root = stem.replace(/\/$/, '');
  const url = root + pathOf(path) + (query && `?${query}`);
  if (parseDigitalLink(url).stem !== root) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_STEM',
      'a stem is a scheme, a domain and perhaps a path, without query and fragment',
      0,
    );
  }
  return url;
}

/** The path that names the thing, `/01/…/21/…`, without attributes; throws as `formatDigitalLink`. */
export function digitalLinkPath(elements: readonly ElementString[]): string {
  return pathOf(arrange(elements).path);
}

function pathOf(path: readonly ElementString[]): string {
  return path.map(({ ai, value }) => `/${ai}/${percentEncode(value)}`).join('');
}

function arrange(elements: readonly ElementString[]): {
  path: ElementString[];
  attributes: ElementString[];
} {
  const checked = checkedOnce(elements);
  const primary = checked.find(({ sequences }) => sequences);
  if (!primary) {
    throw new DigitalLinkError('DIGITAL_LINK_NO_KEY', 'no element is a primary key', 0);
  }
  const rest = checked.filter((element) => element !== primary);
  const present = new Set(rest.map(({ ai }) => ai));
  const [sequence = []] = (primary.sequences ?? [])
    .map((ais) => ais.filter((ai) => present.has(ai)))
    .sort((one, other) => other.length - one.length);
  const qualifiers = sequence.flatMap((qualifier) => rest.filter(({ ai }) => ai === qualifier));
  const attributes = rest
    .filter(({ ai }) => !sequence.includes(ai))
    .sort((one, other) => rank(one) - rank(other));
  checkStructure(primary, qualifiers, attributes);
  return { path: [primary, ...qualifiers], attributes };
}

function checkedOnce(elements: readonly ElementString[]) {
  const found = elements.map(({ ai, value }, position) => {
    const element = { ai, value, position };
    return { ...element, sequences: checkElement(element).sequences };
  });
  const seen = new Set<string>();
  return found.filter(({ ai, value }) => seen.size < seen.add(`${ai} ${value}`).size);
}

function rank({ ai }: ElementString): number {
  return PREDEFINED_LENGTH.test(ai) ? 0 : 1;
}
