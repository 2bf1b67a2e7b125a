import { existsSync, readFileSync } from 'node:fs';
import { urlForRole } from '@luna/database';
import { required, type Config } from '@luna/runtime';
import { z } from 'zod';

/** Logins that are kept away from the running roles; the command line is where people bring them in. */
const LOGINS = { MIGRATE_DATABASE_URL: 'luna_migrate', KEYS_DATABASE_URL: 'luna_keys' } as const;

/**
 * The URL of such a login: from the setting, or from the passwords that `npm start` keeps.
 * Throws CONFIG_MISSING.
 */
export function loginUrl(config: Config, setting: keyof typeof LOGINS): string {
  const file = config.paths.postgresSecrets;
  if (config[setting] !== undefined || !existsSync(file)) return required(config, setting);
  const role = LOGINS[setting];
  const passwords = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  const password = passwords[role];
  if (password === undefined) return required(config, setting);
  return urlForRole(required(config, 'AUDIT_DATABASE_URL'), role, password);
}
