import type { StandardSchemaConverter } from '@nestjs/swagger';
import { z } from 'zod';

/** Schemas that accept more than callers are told, because each item is judged on its own. */
const documented = new WeakMap<z.ZodType, z.ZodType>();

/** `schema`, described to callers as `description`. */
export function documentedAs<T extends z.ZodType>(schema: T, description: z.ZodType): T {
  documented.set(schema, description);
  return schema;
}

/**
 * A Zod schema as OpenAPI 3.0. Nest's own conversion asks the schema itself, which fails for the
 * `zod/mini` parts that come from `@luna/record`.
 */
export const zodToOpenApi: StandardSchemaConverter = (schema, { schemaType }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { definitions, ...converted } = z.toJSONSchema(documented.get(schema) ?? schema, {
    target: 'openapi-3.0',
    io: schemaType,
  });
  return { schema: converted, components: definitions ?? {} };
};
