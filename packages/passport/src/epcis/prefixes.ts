import type { JsonValue } from '@luna/record';

/** Prefix → namespace, as a JSON-LD context declares them. */
export type Prefixes = ReadonlyMap<string, string>;

/**
 * What the context of EPCIS 2.0.0 declares for everybody. `cbvmda` is without its last colon here:
 * that is the namespace of the same fields in XML, and both must give one hash.
 */
const STANDARD: Prefixes = new Map([
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda'],
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['gs1', 'https://gs1.org/voc/'],
]);

/** The prefixes of these contexts, later ones winning; remote contexts are not fetched. */
export function prefixesOf(...contexts: readonly (JsonValue | undefined)[]): Prefixes {
  return new Map([...STANDARD, ...contexts.flatMap(declared)]);
}

function declared(context: JsonValue | undefined): [string, string][] {
  if (Array.isArray(context)) return context.flatMap(declared);
  if (typeof context !== 'object' || context === null) return [];
  return Object.entries(context).flatMap(([prefix, namespace]): [string, string][] =>
    typeof namespace === 'string' ? [[prefix, namespace]] : [],
  );
}

/** A key with its namespace in braces, `{https://ns.example.com/epcis/}myField`; others as they are. */
export function expandKey(key: string, prefixes: Prefixes): string {
  const [namespace, local] = split(key, prefixes);
  return namespace === undefined ? key : `{${namespace}}${local}`;
}

/** A compact URI in full (CBV 2.0, section 8.9.2, step 15); other texts as they are. */
export function expandValue(text: string, prefixes: Prefixes): string {
  const [namespace, local] = split(text, prefixes);
  return namespace === undefined ? text : namespace + local;
}

function split(text: string, prefixes: Prefixes): [string | undefined, string] {
  const colon = text.indexOf(':');
  const local = text.slice(colon + 1);
  // JSON-LD 1.1, section 3.2: what goes on with // is no compact URI.
  const isCompact = colon > 0 && !local.startsWith('//');
  return [isCompact ? prefixes.get(text.slice(0, colon)) : undefined, local];
}
