import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';

import { newPasswords } from '@luna/database';
import { LunaError } from '@luna/runtime';
import type { Paths } from '@luna/runtime';
import { generatePrivateKey } from 'viem/accounts';
import { z } from 'zod';

import { readOrCreatePrivateFile } from './private-file.ts';

const password = z.string().min(16);
const postgresSchema = z.object({
  postgres: password,
  luna_migrate: password,
  luna_app: password,
  luna_indexer: password,
  luna_audit: password,
  luna_queue: password,
});
const secretsSchema = z.object({
  /** Ed25519 seed of the log, 64 hex characters. */
  logKey: z.string().regex(/^[0-9a-f]{64}$/),
  anchorerKey: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]),
});

export type Secrets = z.infer<typeof secretsSchema> & {
  /** Passwords by role; `postgres` is the superuser. */
  postgres: z.infer<typeof postgresSchema>;
};

/**
 * The secrets of this folder, made at random the first time; folder 0700, files 0600.
 * @throws LunaError SECRET_INVALID when a file does not hold what it should.
 */
export function ensureSecrets(paths: Paths): Secrets {
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  mkdirSync(paths.secrets, { recursive: true, mode: 0o700 });
  chmodSync(paths.secrets, 0o700);
  const passwords = () =>
    JSON.stringify({ postgres: randomBytes(24).toString('base64url'), ...newPasswords() });
  const secrets = secretsSchema.safeParse({
    logKey: readOrCreatePrivateFile(paths.logKey, () => randomBytes(32).toString('hex')),
    anchorerKey: readOrCreatePrivateFile(paths.anchorerKey, generatePrivateKey),
  });
  const postgres = postgresSchema.safeParse(
    parseJson(readOrCreatePrivateFile(paths.postgresSecrets, passwords)),
  );
  if (secrets.success && postgres.success) return { ...secrets.data, postgres: postgres.data };
  throw new LunaError(
    'SECRET_INVALID',
    `A file in ${paths.secrets} is damaged; put the file back from a backup`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
