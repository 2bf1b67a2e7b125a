import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CODES, statusOf } from './http/error-status.ts';
import { isJson } from './http/document-examples.ts';
import { generateOpenApi } from './openapi.ts';
import { schemasOf } from './testing/held-fetch.ts';

const media = z.object({ example: z.unknown().optional() });
const body = z.object({ content: z.record(z.string(), media).default({}) });
const named = z.object({ $ref: z.string() });
const operation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z
    .array(z.object({ name: z.string(), description: z.string().optional() }))
    .default([]),
  requestBody: body.optional(),
  responses: z.record(z.string(), z.union([named, body])),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
const refusal = z.object({
  content: z.object({
    'application/json': z.object({
      schema: z.object({
        allOf: z.tuple([
          z.object({ $ref: z.literal('#/components/schemas/Error') }),
          z.object({ properties: z.object({ code: z.object({ enum: z.array(z.string()) }) }) }),
        ]),
      }),
    }),
  }),
});
const shape = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    responses: z.record(z.string(), refusal),
    schemas: z.object({ Error: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});

const raw = z.record(z.string(), z.unknown()).parse(JSON.parse(await generateOpenApi()));
const document = shape.parse(raw);
const schemaAt = schemasOf(raw);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, found]) => ({ ...found, path, method })),
);

describe(`the OpenAPI document of ${operations.length} operations`, () => {
  it('is valid OpenAPI 3.0 by the published schema', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(raw));
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toMatch(/^3\.0\./);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('knows only codes that have a status, each below it', () => {
    const said = Object.entries(document.components.responses).flatMap(([name, { content }]) => {
      const { code } = content['application/json'].schema.allOf[1].properties;
      return code.enum.map((text) => [Number(name.split('.')[0]), text] as const);
    });
    expect(said.filter(([status, code]) => statusOf(code) !== status)).toEqual([]);
    expect(CODES).toEqual(expect.arrayContaining(said.map(([, code]) => code)));
  });

  it.each(operations)('$method $path says what its parameters mean', ({ parameters }) => {
    const silent = parameters.filter(({ description = '' }) => description === '');
    const advice = 'give them .meta({ description }), or a line in document-parameters.ts';
    expect(
      silent.map(({ name }) => name),
      advice,
    ).toEqual([]);
  });

  it.each(operations)('$method $path says who may come, and what goes wrong', (found) => {
    const schemes = found.security.flatMap((all) => Object.keys(all));
    expect(Object.keys(document.components.securitySchemes)).toEqual(
      expect.arrayContaining(schemes),
    );
    const { default: any, ...statuses } = found.responses;
    expect(any).toBeUndefined();
    expect(Object.keys(statuses).filter((status) => status < '400')).not.toEqual([]);
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['500', '503']));
  });

  it.each(operations)('$method $path has examples that fit', (found) => {
    const { path, method, requestBody, responses } = found;
    const bodies = Object.entries(requestBody?.content ?? {}).map(
      ([type, { example }]) => [['requestBody', 'content', type], example] as const,
    );
    const answers = Object.entries(responses).flatMap(([status, answer]) =>
      '$ref' in answer || status >= '400'
        ? []
        : Object.entries(answer.content)
            .filter(([type]) => isJson(type))
            .map(
              ([type, { example }]) => [['responses', status, 'content', type], example] as const,
            ),
    );
    for (const [place, example] of [...bodies, ...answers]) {
      const where = place.join(' ');
      const advice = `${where} has no example: give its schema, or the field that has none, .meta({ example })`;
      expect(example, advice).toBeDefined();
      const fits = schemaAt('paths', path, method, ...place, 'schema');
      expect([where, fits(example), fits.errors]).toEqual([where, true, null]);
    }
  });
});
