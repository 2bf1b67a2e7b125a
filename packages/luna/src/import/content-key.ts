import { createHash } from 'node:crypto';
import { canonicalBytes } from '@luna/record';

/**
 * An idempotency key from what is to be written: the same content has the same key in every run.
 * `ordinal` tells apart what a file says more than once, from 0.
 */
export function contentKey(kind: string, content: unknown, ordinal: number): string {
  return createHash('sha256')
    .update(`luna/import/1\n${kind}\n${ordinal}\n`)
    .update(canonicalBytes(content))
    .digest('hex');
}

/** Counts how often each text was seen before: the ordinals of {@link contentKey}. */
export function createOrdinals(): (text: string) => number {
  const seen = new Map<string, number>();
  return (text) => {
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return before;
  };
}
