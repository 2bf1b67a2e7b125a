import { z } from 'zod';

/** The login roles of the database; each process gets the URL of one of them and nothing more. */
export const ROLE_NAMES = [
  'luna_migrate',
  'luna_app',
  'luna_auth',
  'luna_public',
  'luna_platform',
  'luna_indexer',
  'luna_audit',
  'luna_keys',
  'luna_queue',
] as const;

export type RoleName = (typeof ROLE_NAMES)[number];

/** A password for each of them. */
export const rolePasswords = z.record(z.enum(ROLE_NAMES), z.string().min(16));

/** `adminUrl` with another user and password: same server, same database, fewer rights. */
export function urlForRole(adminUrl: string, role: RoleName, password: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}
