import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as z from 'zod/mini';

const file = new URL('untp/dpp-0.7.0.json', import.meta.url);

/** The published schema of the UNTP 0.7.0 Digital Product Passport; see untp/README.md. */
export const untpSchema: AnySchemaObject = z
  .record(z.string(), z.json())
  .parse(JSON.parse(readFileSync(file, 'utf8')));

// Not strict: the schema has keywords of its own, such as example and x-external-enumeration.
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(untpSchema);

/** What the schema finds wrong with a document: nothing, or the places and why. */
export function untpFaults(document: unknown): string[] {
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}
