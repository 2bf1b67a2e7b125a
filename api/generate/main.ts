/**
 * Writes what follows from the routes of the api: docs/api/openapi.json and the client in
 * packages/api-client/src/generated. With `--check` it writes nothing, names what is stale and ends
 * with 1.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateOpenApi } from '../src/openapi.ts';
import { generateClient, readFolder } from './client.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const OPENAPI = 'docs/api/openapi.json';
const CLIENT = 'packages/api-client/src/generated';

const openapi = await generateOpenApi();
const client = await generateClient(openapi);
if (process.argv.includes('--check')) {
  const stale = await findStale();
  for (const file of stale) process.stdout.write(`${file} is stale\n`);
  process.exit(stale.length === 0 ? 0 : 1);
}
await rm(join(root, CLIENT), { recursive: true, force: true });
for (const [name, text] of [...client].map(
  ([name, text]) => [`${CLIENT}/${name}`, text] as const,
)) {
  await write(name, text);
}
await write(OPENAPI, openapi);

async function findStale(): Promise<string[]> {
  const stale: string[] = [];
  const committed = await readFile(join(root, OPENAPI), 'utf8').catch(() => '');
  if (committed !== openapi) stale.push(OPENAPI);
  const present = await readFolder(join(root, CLIENT));
  for (const name of new Set([...present.keys(), ...client.keys()])) {
    if (present.get(name) !== client.get(name)) stale.push(`${CLIENT}/${name}`);
  }
  return stale;
}

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}
