import { escapeElement, GS1_TEXT, withCheckDigit } from './gs1-element.ts';

/**
 * How the keys of EPC URIs are built (GS1 EPC Tag Data Standard 2.0, sections 6.3 and 8): the
 * company prefix and the reference have `digits` together; `indicator`: the reference's first digit
 * goes before the prefix; `serial`: the AI that carries the serial, or '' when it joins the key.
 */
type Scheme = { ai: string; digits: number; indicator?: true; lead?: '0'; serial?: string };

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['sgtin', { ai: '01', digits: 13, indicator: true, serial: '21' }],
  ['upui', { ai: '01', digits: 13, indicator: true, serial: '235' }],
  ['lgtin', { ai: '01', digits: 13, indicator: true, serial: '10' }],
  ['sscc', { ai: '00', digits: 17, indicator: true }],
  ['sgln', { ai: '414', digits: 12, serial: '254' }],
  ['pgln', { ai: '417', digits: 12 }],
  ['grai', { ai: '8003', digits: 12, lead: '0', serial: '' }],
  ['gdti', { ai: '253', digits: 12, serial: '' }],
  ['sgcn', { ai: '255', digits: 12, serial: '' }],
  ['gsrn', { ai: '8018', digits: 17 }],
  ['gsrnp', { ai: '8017', digits: 17 }],
  ['gsin', { ai: '402', digits: 16 }],
]);

/** Keys whose reference is text: the prefix and the reference as they stand. */
const FREE: ReadonlyMap<string, string> = new Map([
  ['giai', '8004'],
  ['ginc', '401'],
]);

const URN = /^urn:epc:(?:id|class|idpat):([a-z]+):(\d{6,12})\.(.*)$/s;

/**
 * The elements that an EPC URI, class URI or pattern (`….*`) stands for, as the path of a GS1 Digital
 * Link, `/01/04012345111118/21/9876`; undefined when it is none of them.
 */
export function epcPath(urn: string): string | undefined {
  const [, name = '', company = '', rest = ''] = URN.exec(urn) ?? [];
  const scheme = SCHEMES.get(name);
  if (scheme !== undefined) return keyPath(scheme, company, rest);
  if (name === 'itip') return itemPiecePath(company, rest);
  if (name === 'cpi') return componentPath(company, rest);
  const ai = FREE.get(name);
  return ai === undefined || !GS1_TEXT.test(rest)
    ? undefined
    : `/${ai}/${company}${escapeElement(rest)}`;
}

function keyPath(scheme: Scheme, company: string, rest: string): string | undefined {
  const [, reference, serial] = /^(\d*)(?:\.(.+))?$/s.exec(rest) ?? [];
  const key = keyOf(scheme, company, reference);
  if (key === undefined || (serial === undefined) !== (scheme.serial === undefined)) {
    return undefined;
  }
  if (serial === undefined || serial === '*' || (scheme.ai === '414' && serial === '0')) return key;
  if (!GS1_TEXT.test(serial)) return undefined;
  return `${key}${scheme.serial ? `/${scheme.serial}/` : ''}${escapeElement(serial)}`;
}

function keyOf(scheme: Scheme, company: string, reference: string | undefined): string | undefined {
  if (reference === undefined || company.length + reference.length !== scheme.digits) {
    return undefined;
  }
  const [before, after] = scheme.indicator
    ? [reference.slice(0, 1), reference.slice(1)]
    : [scheme.lead ?? '', reference];
  return `/${scheme.ai}/${withCheckDigit(before + company + after)}`;
}

/** An individual trade item piece: GTIN, piece and total in one key. */
function itemPiecePath(company: string, rest: string): string | undefined {
  const [, reference, piece = '', total = '', serial = ''] =
    /^(\d+)\.(\d\d)\.(\d\d)\.(.+)$/s.exec(rest) ?? [];
  const key = keyOf({ ai: '8006', digits: 13, indicator: true }, company, reference);
  if (key === undefined || (serial !== '*' && !GS1_TEXT.test(serial))) return undefined;
  return key + piece + total + (serial === '*' ? '' : `/21/${escapeElement(serial)}`);
}

/** A component or part: its reference is text, its serial digits. */
function componentPath(company: string, rest: string): string | undefined {
  const [, reference = '', serial = ''] = /^(.+)\.(\d{1,12}|\*)$/s.exec(rest) ?? [];
  if (!GS1_TEXT.test(reference)) return undefined;
  return `/8010/${company}${escapeElement(reference)}${serial === '*' ? '' : `/8011/${serial}`}`;
}
