import { canonicalLink } from './canonical-link.ts';
import { decimalText } from './decimal-text.ts';
import { expandValue, type Prefixes } from './prefixes.ts';

/** Vocabulary URNs of CBV 1 and their web URIs of CBV 2 (section 8.9.2, step 14). */
const CBV_URNS: ReadonlyMap<string, string> = new Map([
  ['bizstep', 'BizStep'],
  ['disp', 'Disp'],
  ['btt', 'BTT'],
  ['sdt', 'SDT'],
  ['er', 'ER'],
]);

/**
 * A value in the one form that is hashed: without outer spaces; a bare word of the field's vocabulary
 * (`words` is its base), a CBV URN or a compact URI in full; a number in its shortest decimal form; a
 * GS1 identifier as constrained canonical Digital Link (CBV 2.0, section 8.9.2, steps 5, 6, 14 to 18).
 */
export function canonicalValue(text: string, prefixes: Prefixes, words?: string): string {
  const trimmed = text.trim();
  if (words !== undefined && /^\w+$/.test(trimmed)) return words + trimmed;
  const expanded = expandValue(webUri(trimmed), prefixes);
  return decimalText(expanded) ?? canonicalLink(expanded);
}

function webUri(text: string): string {
  const [, name = '', word] = /^urn:epcglobal:cbv:([a-z]+):(\w+)$/.exec(text) ?? [];
  const term = CBV_URNS.get(name);
  return term === undefined || word === undefined
    ? text
    : `https://ref.gs1.org/cbv/${term}-${word}`;
}
