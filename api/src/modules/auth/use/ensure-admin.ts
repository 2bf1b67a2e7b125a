import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from '@luna/database';
import { LunaError, type Config } from '@luna/runtime';
import { z } from 'zod';
import { insertAccount, setPassword } from '../data/accounts.ts';
import { hashPassword } from './password-hash.ts';

const EMAIL = 'admin@luna.invalid';
const adminFile = z.object({ email: z.email(), password: z.string().min(12) });
const memberRow = z.object({ found: z.boolean() });

/**
 * Gives an operator's organisation that never had a member its first one: an ADMIN with a random
 * password, left in `$LUNA_HOME/secrets/admin.json`. Does nothing ever after. Of several processes
 * one does it. Throws ADMIN_FILE_INVALID.
 */
export async function ensureAdmin(
  parts: { database: Database; authDatabase: Database; config: Config; now: number },
  organizationId: string,
): Promise<void> {
  const { database, authDatabase, config, now } = parts;
  await database.tx({ organizationId }, async (tx) => {
    await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('auth.ensure_admin', 0))`);
    const members = await tx.row(
      memberRow,
      'SELECT EXISTS (SELECT FROM organizations.membership WHERE org_id = $1) AS found',
      [organizationId],
    );
    if (members?.found !== false) return;
    const { email, password } = readOrMakeFile(config.paths.admin);
    const hash = await hashPassword(password);
    const accountId = await authDatabase.tx({}, async (authTx) => {
      const account = await insertAccount(authTx, { email, displayName: 'Admin', locale: 'en' });
      if (account === undefined) throw new TypeError('an account that cannot be read');
      await setPassword(authTx, account.id, hash, now);
      return account.id;
    });
    await tx.execute(
      `INSERT INTO organizations.membership (org_id, account_id, role) VALUES ($1, $2, 'ADMIN')`,
      [organizationId, accountId],
    );
  });
}

/** Written before the account is, so that a start that is cut off leaves no password unknown. */
function readOrMakeFile(file: string): z.infer<typeof adminFile> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const admin = { email: EMAIL, password: randomBytes(18).toString('base64url') };
    writeFileSync(`${file}.new`, `${JSON.stringify(admin, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    renameSync(`${file}.new`, file);
  }
  try {
    return adminFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LunaError(
      'ADMIN_FILE_INVALID',
      `${file} must hold {"email": …, "password": …}. Remove it, and the next start makes it anew.`,
      { cause },
    );
  }
}
