import { existsSync, readFileSync } from 'node:fs';

/** gs1/linkset's schema and example lie beside the project, not in it. */
const folder = new URL('../../../../../../shared/vectors/linkset/', import.meta.url);

export const havePublishedLinkset = existsSync(folder);

export function publishedLinkset(name: 'gs1-linkset-schema' | 'valid-gs1-example'): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}
