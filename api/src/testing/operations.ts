import { z } from 'zod';
import { generateOpenApi } from '../openapi.ts';
import { schemaShape } from './arbitrary-of-schema.ts';

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  schema: schemaShape.default({}),
});
const content = z.record(
  z.string(),
  z.object({ schema: schemaShape.default({}), example: z.unknown().optional() }),
);
const operation = z.object({
  operationId: z.string(),
  'x-permission': z.string().optional(),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
});
const openapi = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
});

/** One operation of the OpenAPI document; `permission` is its `x-permission`. */
export type Operation = {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  permission: string | undefined;
  parameters: z.infer<typeof parameter>[];
  bodies: [string, { schema: z.infer<typeof schemaShape>; example?: unknown }][];
};

const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Every operation there is, read from the routes themselves, and the schemas they name. */
export async function readOperations() {
  const document = openapi.parse(JSON.parse(await generateOpenApi()));
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, found]): Operation => ({
      id: found.operationId,
      method: method.parse(name.toUpperCase()),
      path,
      permission: found['x-permission'],
      parameters: found.parameters,
      bodies: Object.entries(found.requestBody?.content ?? {}),
    })),
  );
  return { operations, schemas: document.components.schemas };
}
