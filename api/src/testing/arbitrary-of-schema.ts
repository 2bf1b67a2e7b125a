import fc from 'fast-check';
import { z } from 'zod';

/** The part of an OpenAPI 3.0 schema that decides what a value looks like. */
export type Schema = {
  $ref?: string | undefined;
  type?: string | undefined;
  format?: string | undefined;
  enum?: unknown[] | undefined;
  example?: unknown;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
};

export const schemaShape: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    example: z.unknown().optional(),
    properties: z.record(z.string(), schemaShape).optional(),
    required: z.array(z.string()).optional(),
    items: schemaShape.optional(),
    anyOf: z.array(schemaShape).optional(),
    oneOf: z.array(schemaShape).optional(),
    allOf: z.array(schemaShape).optional(),
  }),
);

/** What no schema asks for: wrong types, wrong lengths, names and characters that break things. */
const JUNK: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, '', ' ', '\u0000', '\ud800', '‮', [], {}),
  fc.constant('x'.repeat(70_000)),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as unknown),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
);

const DEPTH = 6;

/**
 * Values that a schema describes, almost: now and then a part is junk, missing or too much. `known`
 * are texts worth trying wherever a text is wanted, such as codes and ids that exist.
 */
export function arbitraryOf(
  schema: Schema,
  components: Readonly<Record<string, Schema>>,
  known: readonly string[],
  depth = 0,
): fc.Arbitrary<unknown> {
  const of = (part: Schema) => arbitraryOf(part, components, known, depth + 1);
  const value = (): fc.Arbitrary<unknown> => {
    if (depth > DEPTH) return JUNK;
    if (schema.$ref !== undefined) return of(components[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(of));
    if (schema.allOf !== undefined) {
      return fc
        .tuple(...schema.allOf.map(of))
        .map((parts) => Object.assign({}, ...parts) as unknown);
    }
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.type === 'object') return objectOf(schema, of);
    if (schema.type === 'array') return fc.array(of(schema.items ?? {}), { maxLength: 3 });
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'integer')
      return fc.oneof(fc.integer({ min: -2, max: 100 }), fc.maxSafeInteger());
    if (schema.type === 'number') return fc.double();
    if (schema.type === 'string') return textOf(schema, known);
    return JUNK;
  };
  return fc.oneof({ weight: 12, arbitrary: value() }, { weight: 1, arbitrary: JUNK });
}

function objectOf(schema: Schema, of: (part: Schema) => fc.Arbitrary<unknown>) {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  const entries = properties.map(([name, part]) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: required.has(name) ? 20 : 1, arbitrary: fc.constant(true) },
        fc.constant(false),
      ),
      of(part),
    ),
  );
  const extra = fc.oneof(
    { weight: 20, arbitrary: fc.constant([]) },
    fc.tuple(fc.constantFrom('extra', '__proto__', 'org_id'), JUNK).map((entry) => [entry]),
  );
  return fc.tuple(fc.tuple(...entries), extra).map(([parts, more]) => {
    const kept = parts.flatMap(([name, present, part]) => (present ? [[name, part] as const] : []));
    return Object.fromEntries([...kept, ...more]);
  });
}

function textOf({ format, example }: Schema, known: readonly string[]): fc.Arbitrary<string> {
  const byFormat: Readonly<Record<string, fc.Arbitrary<string>>> = {
    uuid: fc.uuid(),
    email: fc.emailAddress(),
    'date-time': fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    uri: fc.webUrl(),
  };
  return fc.oneof(
    fc.constantFrom(...known),
    byFormat[format ?? ''] ?? fc.string({ maxLength: 20 }),
    typeof example === 'string'
      ? fc.constant(example)
      : fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
}
