import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonValue } from '@luna/record';
import * as z from 'zod/mini';
import type { EpcisEvent } from '../epcis-event.ts';

/**
 * GS1's schema and examples and the reference hashes lie beside the project, not in it: a fresh clone
 * has to do without.
 */
const vectors = new URL('../../../../../../shared/vectors/', import.meta.url);
const events = z.array(z.record(z.string(), z.json()));
const document = z.looseObject({
  '@context': z.json(),
  epcisBody: z.object({ eventList: events }),
});

/** A parsed document with its events at hand. */
export type ParsedDocument = { context: JsonValue; events: EpcisEvent[]; document: unknown };

/** The text of one published file; undefined where the vectors are absent. */
export function published(path: string): string | undefined {
  const file = new URL(path, vectors);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export const havePublished = existsSync(vectors);

/** The names in a published folder that end so. */
export function publishedNames(folder: string, ending: string): string[] {
  // One row, so that a skipped test is there to say what is missing.
  if (!havePublished) return [`skipped: needs ../shared/vectors/${folder}`];
  return readdirSync(new URL(folder, vectors)).filter((name) => name.endsWith(ending));
}

/** Reads an EPCIS document. */
export function parseDocument(text: string): ParsedDocument {
  const json: unknown = JSON.parse(text);
  const { '@context': context, epcisBody } = document.parse(json);
  return { context, events: epcisBody.eventList, document: json };
}
