import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';

import { newPasswords, ROLE_NAMES } from '@luna/database';
import { LunaError } from '@luna/runtime';
import type { Paths } from '@luna/runtime';
import { generatePrivateKey } from 'viem/accounts';
import { z } from 'zod';

import { readOrCreatePrivateFile, writePrivateFile } from './private-file.ts';

const postgresSchema = z.record(z.enum(['postgres', ...ROLE_NAMES]), z.string().min(16));
const secretsSchema = z.object({
  /** Ed25519 seed of the log, 64 hex characters. */
  logKey: z.string().regex(/^[0-9a-f]{64}$/),
  anchorerKey: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]),
  /** Wraps the keys of what is sealed at rest; 64 hex characters. */
  masterKey: z.string().regex(/^[0-9a-f]{64}$/),
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
  const fresh = { postgres: randomBytes(24).toString('base64url'), ...newPasswords() };
  const secrets = secretsSchema.safeParse({
    logKey: readOrCreatePrivateFile(paths.logKey, () => randomBytes(32).toString('hex')),
    anchorerKey: readOrCreatePrivateFile(paths.anchorerKey, generatePrivateKey),
    masterKey: readOrCreatePrivateFile(paths.masterKey, () => randomBytes(32).toString('hex')),
  });
  const kept = readOrCreatePrivateFile(paths.postgresSecrets, () => JSON.stringify(fresh));
  const known = z.record(z.string(), z.string()).safeParse(parseJson(kept));
  // A role that came with a newer version gets its password now.
  const postgres = postgresSchema.safeParse(
    known.success ? { ...fresh, ...known.data } : undefined,
  );
  if (secrets.success && postgres.success) {
    const passwords = JSON.stringify(postgres.data);
    if (passwords !== kept) writePrivateFile(paths.postgresSecrets, `${passwords}\n`);
    return { ...secrets.data, postgres: postgres.data };
  }
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
