import { Ajv } from 'ajv';
import * as z from 'zod/mini';

const schemaObject = z.record(z.string(), z.unknown());

/** What is wrong with `document` under a JSON Schema of draft 7; empty when nothing is. */
export function schemaFaults(schema: unknown, document: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  const validate = ajv.compile(schemaObject.parse(schema));
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}
