import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resolverDescription } from './resolver-description.ts';
import { schemaFaults } from './testing/json-schema.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('./testing/resolver-description-schema.json', import.meta.url), 'utf8'),
);

describe('resolverDescription', () => {
  test('default: obeys the schema of GS1', () => {
    const description = resolverDescription('https://passports.example/', 'Example passports');
    expect(schemaFaults(schema, description)).toEqual([]);
    expect(description).toMatchObject({
      resolverRoot: 'https://passports.example',
      supportedPrimaryKeys: ['01', '8004'],
    });
  });

  test('error: the schema notices a root that is no address', () => {
    expect(schemaFaults(schema, resolverDescription('passports', 'x'))).toHaveLength(1);
  });
});
