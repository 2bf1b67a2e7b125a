import type { OpenAPIObject } from '@nestjs/swagger';
import { wordOf } from './example-words.ts';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];
type Plain = Exclude<Schema, { $ref: string }>;

/** `request` leaves out what may be left out, unless nothing must be there. */
export type ExampleOf = { schemas: Schemas; use: 'request' | 'answer' };

/** Values of the formats that need no example of their own. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '0198c1f2-7d3a-7c4e-9a51-6f0d2b8e4c17',
  'date-time': '2026-06-16T08:00:00.000Z',
  date: '2026-06-16',
  email: 'anna@example.com',
  uri: 'https://luna.example/p/DP-MED-2601-PF-CN-000001-0A',
  binary: '(bytes)',
};

/**
 * An example of a schema: its own, said by `.meta({ example })`, or one put together from those of
 * its parts, so that each is written once; a text without one gets what its format or `name` says.
 * Undefined when a part that must be there has none.
 */
export function exampleOf(schema: Schema, options: ExampleOf, name = ''): unknown {
  if ('$ref' in schema) {
    const named = options.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return named === undefined ? undefined : exampleOf(named, options, name);
  }
  if ('example' in schema) return schema.example;
  // What may never have happened has not.
  if (schema.nullable === true && name.endsWith('At') && name !== 'manufacturedAt') return null;
  return composed(schema, options, name) ?? (schema.nullable === true ? null : undefined);
}

function composed(schema: Plain, options: ExampleOf, name: string): unknown {
  const {
    enum: values,
    allOf,
    oneOf = schema.anyOf,
    type,
    items,
    format = '',
    minimum = 1,
  } = schema;
  if (values !== undefined) return values[0];
  if (allOf !== undefined)
    return Object.assign({}, ...allOf.map((part) => exampleOf(part, options)));
  if (oneOf !== undefined) {
    for (const part of oneOf) {
      const found = exampleOf(part, options);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (type === 'object') return objectOf(schema, options);
  if (type === 'array') {
    const item = items && exampleOf(items, options);
    return item === undefined ? wordOf(name) : [item];
  }
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return Math.max(minimum, 1);
  return BY_FORMAT[format] ?? wordOf(name, schema.pattern);
}

function objectOf({ properties = {}, required = [] }: Plain, options: ExampleOf): unknown {
  const wanted = Object.entries(properties).filter(
    ([name]) => required.includes(name) || options.use === 'answer' || required.length === 0,
  );
  const parts = wanted.map(([name, part]) => [name, exampleOf(part, options, name)] as const);
  const lacks = parts.some(([name, value]) => value === undefined && required.includes(name));
  return lacks ? undefined : Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}
