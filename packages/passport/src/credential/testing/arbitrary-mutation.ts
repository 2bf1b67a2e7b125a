import { parseStrictJson, type JsonValue } from '@luna/record';
import fc from 'fast-check';

type Path = readonly string[];

/** Every place in a JSON value, by the keys that lead to it. */
function placesIn(value: JsonValue, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key];
    return [here, ...placesIn(member, here)];
  });
}

/** The value with what stands at `path` replaced; `undefined` takes it away. */
function changeAt(
  value: JsonValue,
  path: Path,
  change: (old: JsonValue) => JsonValue | undefined,
): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
    if (name !== key) return [[name, member]];
    const changed = rest.length === 0 ? change(member) : changeAt(member, rest, change);
    return changed === undefined ? [] : [[name, changed]];
  });
  return Array.isArray(value) ? members.map(([, item]) => item) : Object.fromEntries(members);
}

const arbitraryJson = fc.json().map((text) => parseStrictJson(new TextEncoder().encode(text)));

/** The value with one value in it, at any depth, replaced, removed, or wrapped in a list. */
export function arbitraryMutation(value: JsonValue): fc.Arbitrary<JsonValue> {
  const place = fc.constantFrom(...placesIn(value));
  return fc
    .tuple(place, fc.option(arbitraryJson, { nil: undefined }))
    .map(([path, replacement]) =>
      changeAt(value, path, (old) =>
        JSON.stringify(old) === JSON.stringify(replacement) ? [old] : replacement,
      ),
    );
}

/** The same value with the members of every object in the opposite order. */
export function reversedKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, JsonValue] => [
    key,
    reversedKeys(member),
  ]);
  return Object.fromEntries(members.reverse());
}
