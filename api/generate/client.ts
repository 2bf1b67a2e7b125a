import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { z } from 'zod';

/** The files of the client that an OpenAPI document makes, by their path below its folder. */
export async function generateClient(document: string): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'luna-client-'));
  try {
    await createClient({
      input: z.record(z.string(), z.unknown()).parse(JSON.parse(document)),
      output: { path: folder, module: { extension: '.ts' }, postProcess: [] },
      plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
      logs: { level: 'silent', file: false },
    });
    return await readFolder(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All TypeScript files below a folder, sorted; none when there is no such folder. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = new Map<string, string>();
  for (const name of names.filter((file) => file.endsWith('.ts')).sort()) {
    files.set(name, await readFile(join(folder, name), 'utf8'));
  }
  return files;
}
