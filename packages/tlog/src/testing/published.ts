import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * transparency-dev/merkle's test data lies beside the project, not in it: a fresh clone has to do
 * without.
 */
const folder = new URL('../../../../../shared/vectors/rfc6962/', import.meta.url);

export const havePublishedVectors = existsSync(folder);

/** Every vector below `kind`, as [file name, content]. Numbers beyond 2^53 arrive rounded. */
export function publishedVectors(kind: 'inclusion' | 'consistency'): [string, unknown][] {
  // One row, so that a skipped test is there to say what is missing.
  if (!havePublishedVectors) return [['skipped: needs ../shared/vectors/rfc6962', undefined]];
  return readdirSync(new URL(kind, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [
      name,
      JSON.parse(
        readFileSync(
          new URL(`${kind}/${encodeURIComponent(name).replaceAll('%2F', '/')}`, folder),
          'utf8',
        ),
      ),
    ]);
}
