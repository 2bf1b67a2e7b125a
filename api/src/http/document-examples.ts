import { exampleOf, type Schema, type Schemas } from './example-of.ts';
import type { Operation } from './document-refusals.ts';

type Content = Readonly<Record<string, { schema?: Schema; example?: unknown }>>;

/** A media type whose bodies are JSON. */
export const isJson = (type: string) => /^application\/(json|vc$|.*\+json)/.test(type);

/** Puts an example beside every body and JSON answer; refusals share the one of their schema. */
export function addExamples(operation: Operation, schemas: Schemas): void {
  const { requestBody, responses } = operation;
  if (requestBody !== undefined && 'content' in requestBody) {
    for (const media of Object.values<Content[string]>(requestBody.content)) {
      put(media, media.schema && exampleOf(media.schema, { schemas, use: 'request' }));
    }
  }
  for (const [status, response] of Object.entries(responses)) {
    if (response === undefined || !('content' in response) || Number(status) >= 400) continue;
    for (const [type, media] of Object.entries<Content[string]>(response.content ?? {})) {
      if (!isJson(type) || media.schema === undefined) continue;
      const example = exampleOf(media.schema, { schemas, use: 'answer' });
      put(media, withStatus(example, Number(status)));
    }
  }
}

function put(media: Content[string], example: unknown): void {
  if (example !== undefined) media.example ??= example;
}

/** Envelopes repeat the status they come with. */
function withStatus(example: unknown, statusCode: number): unknown {
  const repeats = typeof example === 'object' && example !== null && 'statusCode' in example;
  return repeats ? { ...example, statusCode } : example;
}
