import type { JsonValue } from '@luna/record';
import fc from 'fast-check';

/** The same value with its keys and the items of its lists in any order, at every depth. */
export function shuffled(value: JsonValue): fc.Arbitrary<JsonValue> {
  if (Array.isArray(value)) return anyOrder(value.map(shuffled));
  if (typeof value !== 'object' || value === null) return fc.constant(value);
  const entries = Object.entries(value).map(([key, member]) =>
    shuffled(member).map((any): [string, JsonValue] => [key, any]),
  );
  return anyOrder(entries).map((list) => Object.fromEntries(list));
}

function anyOrder<T>(items: fc.Arbitrary<T>[]): fc.Arbitrary<T[]> {
  const all = { minLength: items.length, maxLength: items.length };
  return fc.tuple(...items).chain((list) => fc.shuffledSubarray(list, all));
}
