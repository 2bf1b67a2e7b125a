import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { z } from 'zod';

import { writePrivateFile } from './private-file.ts';

const keyFileSchema = z.object({ url: z.string(), key: z.string().min(32) });

/**
 * Writes `$LUNA_HOME/key` (0600), from which `luna` learns where the api is and the key that guards
 * writes. The key is made once and kept; the address is that of this start.
 */
export function writeBootstrapKey(file: string, url: string): void {
  const key = readKey(file) ?? `luna_${randomBytes(32).toString('base64url')}`;
  writePrivateFile(file, `${JSON.stringify({ url, key }, null, 2)}\n`);
}

function readKey(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return keyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).key;
  } catch {
    // A damaged key file opens nothing; a new key replaces it.
    return undefined;
  }
}
