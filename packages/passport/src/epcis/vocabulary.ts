import type { JsonValue } from '@luna/record';
import { EpcisError } from './epcis-error.ts';

const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** Identifiers that belong to one deployment, all below its public origin. */
export type Vocabulary = {
  /** `@context` of its documents: EPCIS 2.0.0 and the prefix `luna`. */
  context: JsonValue;
  passport(code: string): string;
  /** Something EPCIS wants a URI for and we only have a name of. */
  named(sort: 'part' | 'place' | 'quantity' | 'reference', name: string): string;
};

/**
 * The vocabulary of a deployment at `publicOrigin`, such as `https://passports.example`.
 *
 * @throws EpcisError ORIGIN_INVALID
 */
export function vocabularyAt(publicOrigin: string): Vocabulary {
  if (URL.parse(publicOrigin)?.origin !== publicOrigin) {
    throw new EpcisError(
      'ORIGIN_INVALID',
      'the public origin is scheme, host and port, such as https://passports.example',
    );
  }
  const namespace = `${publicOrigin}/vocabulary/epcis/`;
  return {
    context: [EPCIS_CONTEXT, { luna: namespace }],
    passport: (code) => `${publicOrigin}/p/${code}`,
    named: (sort, name) => `${namespace}${sort}/${encodeURIComponent(name)}`,
  };
}

/**
 * A value as extension: every key with the prefix `luna`. Null says nothing in JSON-LD and is left
 * out; truth is written as text, because implementations of the event hash differ over booleans.
 */
export function asExtension(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(asExtension);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [`luna:${key}`, asExtension(member)]),
  );
}
