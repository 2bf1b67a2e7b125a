import { epcPath } from './epc-urn.ts';
import { escapeElement, GS1_TEXT } from './gs1-element.ts';

/** Where canonical GS1 Digital Links live. */
export const GS1_RESOLVER = 'https://id.gs1.org';

/**
 * The keys of constrained canonical links (CBV 2.0, section 8.9.2, step 18): the form of each value,
 * and the qualifiers that stay, the most granular first.
 */
const KEYS: ReadonlyMap<string, { value: RegExp; granular: readonly string[] }> = new Map([
  ['00', key(/^\d{18}$/)],
  ['01', key(/^(?:\d{8}|\d{12,14})$/, '21', '235', '10')],
  ['253', key(/^\d{13}/)],
  ['255', key(/^\d{13,25}$/)],
  ['401', key(/^\d{4}/)],
  ['402', key(/^\d{17}$/)],
  ['414', key(/^\d{13}$/, '254')],
  ['417', key(/^\d{13}$/)],
  ['8003', key(/^\d{14}/)],
  ['8004', key(/^\d{4}/)],
  ['8006', key(/^\d{18}$/, '21', '10')],
  ['8010', key(/^\d{4}/, '8011')],
  ['8017', key(/^\d{18}$/)],
  ['8018', key(/^\d{18}$/)],
]);

/** The words that stood for AIs before Digital Link 1.3. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['sscc', '00'],
  ['gtin', '01'],
  ['gdti', '253'],
  ['gcn', '255'],
  ['ginc', '401'],
  ['gsin', '402'],
  ['gln', '414'],
  ['party', '417'],
  ['grai', '8003'],
  ['giai', '8004'],
  ['itip', '8006'],
  ['cpid', '8010'],
  ['gsrnp', '8017'],
  ['gsrn', '8018'],
  ['cpv', '22'],
  ['lot', '10'],
  ['ser', '21'],
]);

/**
 * The one form of a GS1 identifier, whether an EPC URI or a Digital Link of any domain:
 * `https://id.gs1.org`, the key, its most granular qualifier, no query (CBV 2.0, section 8.9.2, steps
 * 17 and 18). Check digits are not verified. A text that is neither comes back as it is.
 */
export function canonicalLink(text: string): string {
  const path = text.startsWith('urn:epc:') ? epcPath(text) : webPath(text);
  return path === undefined ? text : GS1_RESOLVER + path;
}

function webPath(text: string): string | undefined {
  const [, path] = /^https?:\/\/[^/?#]+(\/[^?#]*)(?:\?.*)?$/s.exec(text) ?? [];
  const segments = (path ?? '').replace(/\/$/, '').split('/');
  const at = segments.findIndex((word, index) =>
    KEYS.get(aiOf(word))?.value.test(segments[index + 1] ?? ''),
  );
  const [word = '', value = '', ...qualifiers] = at < 0 ? [] : segments.slice(at);
  const ai = aiOf(word);
  const kept = mostGranular(KEYS.get(ai)?.granular, qualifiers);
  if (kept === undefined || !GS1_TEXT.test(value)) return undefined;
  return `/${ai}/${escapeElement(ai === '01' ? value.padStart(14, '0') : value)}${kept}`;
}

/** The most granular qualifier as `/21/9876`, or nothing; undefined when one is foreign or broken. */
function mostGranular(
  granular: readonly string[] | undefined,
  segments: readonly string[],
): string | undefined {
  if (granular === undefined) return undefined;
  const given = new Map<string, string>();
  for (let at = 0; at < segments.length; at += 2) {
    const ai = aiOf(segments[at] ?? '');
    const value = segments[at + 1] ?? '';
    // A consumer product variant (22) qualifies the type of thing, never the thing.
    if (!GS1_TEXT.test(value) || (ai !== '22' && !granular.includes(ai))) return undefined;
    given.set(ai, value);
  }
  const ai = granular.find((candidate) => given.has(candidate));
  return ai === undefined ? '' : `/${ai}/${escapeElement(given.get(ai) ?? '')}`;
}

function aiOf(segment: string): string {
  return WORDS.get(segment) ?? segment;
}

function key(value: RegExp, ...granular: string[]) {
  return { value, granular };
}
