import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

/** What the file holds; the first time it is made by `create` and kept. */
export function readOrCreatePrivateFile(file: string, create: () => string): string {
  if (!existsSync(file)) writePrivateFile(file, `${create()}\n`);
  return readFileSync(file, 'utf8').trim();
}
