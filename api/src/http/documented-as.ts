import type { StandardSchemaConverter } from '@nestjs/swagger';
import { z } from 'zod';
import { sayNull } from './say-null.ts';

/** Schemas that accept more than callers are told, because each item is judged on its own. */
const documented = new WeakMap<z.ZodType, z.ZodType>();
/** What each name of the document stands for. */
const named = new Map<string, string>();

const jsonShape = z.record(z.string(), z.unknown());
const definitionsShape = z.record(z.string(), jsonShape);

/** `schema`, described to callers as `description`. */
export function documentedAs<T extends z.ZodType>(schema: T, description: z.ZodType): T {
  documented.set(schema, description);
  return schema;
}

/**
 * A Zod schema as OpenAPI 3.0. Nest's own conversion asks the schema itself, which fails for the
 * `zod/mini` parts that come from `@luna/record`. Throws when a name stands for two schemas.
 */
export const zodToOpenApi: StandardSchemaConverter = (schema, { schemaType }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { definitions, ...converted } = z.toJSONSchema(documented.get(schema) ?? schema, {
    target: 'openapi-3.0',
    io: schemaType,
  });
  const components = definitionsShape.parse(sayNull(jsonShape.parse(definitions ?? {})));
  for (const [id, definition] of Object.entries(components)) {
    const text = JSON.stringify(definition);
    if ((named.get(id) ?? text) !== text) {
      throw new Error(`Two schemas are called ${id} in the OpenAPI document: rename one.`);
    }
    named.set(id, text);
  }
  return { schema: sayNull(converted), components };
};
