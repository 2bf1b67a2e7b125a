import { permissionsOf, type Permission } from './permissions.ts';
import type { MemberRole } from './roles.ts';

/**
 * What a key with this role and these scopes would hold that its maker does not, or that its role
 * never gives; nothing when it may be made. `held`: the maker's permissions.
 */
export function scopesTooMany(
  { role, scopes }: { role: MemberRole; scopes: readonly Permission[] },
  held: ReadonlySet<Permission>,
): string[] {
  const ofRole = new Set(permissionsOf(role, { approved: true, operator: true }));
  const wanted = [...scopes, ...permissionsOf(role, { approved: true, operator: false })];
  const missing = wanted.filter((name) => !held.has(name));
  return [...new Set([...missing, ...scopes.filter((name) => !ofRole.has(name))])];
}
