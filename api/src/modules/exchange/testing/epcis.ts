import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

/** GS1's schema and examples lie beside the project, not in it. */
const vectors = new URL('../../../../../../shared/vectors/epcis/', import.meta.url);
export const haveVectors = existsSync(vectors);
const json = z.record(z.string(), z.unknown());

/** What GS1's schema finds wrong with a document: nothing, or the places and why. */
export function epcisFaults(document: unknown): string[] {
  // Not strict: the schema is draft 7 with types left to its conditions.
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(json.parse(readJson('EPCIS-JSON-Schema.json')));
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** GS1's examples by their file names. */
export function epcisExamples(): Map<string, unknown> {
  if (!haveVectors) return new Map();
  const names = readdirSync(new URL('examples/', vectors));
  return new Map(names.map((name) => [name, readJson(`examples/${name}`)]));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, vectors), 'utf8'));
}

/** An EPCIS document that somebody else's system sends. */
export function documentOf(...eventList: unknown[]) {
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-06-15T09:15:00Z',
    epcisBody: { eventList },
  };
}

/** An event about a thing, of yesterday. */
export function eventOf(thing: string, change: Record<string, unknown> = {}) {
  return {
    type: 'ObjectEvent',
    eventTime: '2026-06-15T09:15:00+08:00',
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    epcList: [thing],
    ...change,
  };
}
