import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import * as z from 'zod/mini';
import { published } from './published.ts';

const text = published('epcis/EPCIS-JSON-Schema.json');

/** What GS1's schema finds wrong with a document: nothing, or the places and why. */
export function epcisFaults(document: unknown): string[] {
  validate?.(document);
  return (validate?.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}

const validate = text === undefined ? undefined : compile(text);

function compile(schema: string) {
  // Not strict: the schema is draft 7 with types left to its conditions.
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(z.record(z.string(), z.json()).parse(JSON.parse(schema)));
}
