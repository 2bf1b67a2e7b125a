import { existsSync, readFileSync } from 'node:fs';
import type { Database } from '@luna/database';
import { LunaError, type Config } from '@luna/runtime';
import { z } from 'zod';
import type { Author } from '../caller.ts';
import { insertKey, newKeyId } from '../data/api-keys.ts';
import { secretHash } from '../secret-hash.ts';

const keyFile = z.object({ key: z.string().min(32) });

/**
 * Makes the key of `$LUNA_HOME/key` an API key of the operator's organisation that may do whatever an
 * ADMIN may, unless it is one already; a revoked one stays revoked. Does nothing without that file.
 * Throws KEY_FILE_INVALID.
 */
export async function ensureKey(
  { authDatabase, config, now }: { authDatabase: Database; config: Config; now: number },
  { organizationId, actorId }: Author,
): Promise<void> {
  const key = readKey(config.paths.key);
  if (key === undefined) return;
  await authDatabase.tx({}, async (tx) =>
    insertKey(
      tx,
      {
        id: await newKeyId(tx),
        organizationId,
        name: 'LUNA_HOME/key',
        hash: secretHash(key),
        role: 'ADMIN',
        scopes: null,
        actorId,
        createdBy: actorId,
        expiresAt: null,
      },
      now,
    ),
  );
}

function readKey(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
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
