import { readFileSync } from 'node:fs';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';

const keyFile = z.object({ key: z.string().min(32) });

/** The key of `$LUNA_HOME/key`. Throws KEY_FILE_INVALID: without it nobody could ever write. */
export function readBootstrapKey(file: string): string {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8'))).key;
  } catch (cause) {
    throw new LunaError(
      'KEY_FILE_INVALID',
      `${file} must hold {"url": …, "key": …} with a key of 32 or more characters; npm start makes it`,
      { cause },
    );
  }
}
