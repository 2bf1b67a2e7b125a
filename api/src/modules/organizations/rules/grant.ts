import { LunaError } from '@luna/runtime';
import { ROLES, type MemberRole, type Role } from '../../auth/auth.public.ts';

/**
 * Which roles a role may give to others: an ADMIN any; the admin of a supplier or buyer those of the
 * same side up to their own; nobody else any. AUDITOR, who stands beside the ladder, only by an ADMIN.
 */
export function mayGrant(granter: Role, role: MemberRole): boolean {
  if (granter === 'ADMIN') return true;
  if (granter !== 'SUPPLIER_ADMIN' && granter !== 'BUYER_ADMIN') return false;
  const side = granter.slice(0, granter.indexOf('_') + 1);
  const rank = ROLES[role];
  return role.startsWith(side) && rank !== null && rank <= ROLES[granter];
}

/** Throws ROLE_NOT_GRANTABLE. */
export function checkGrant(granter: Role, role: MemberRole): void {
  if (mayGrant(granter, role)) return;
  throw new LunaError(
    'ROLE_NOT_GRANTABLE',
    `A ${granter} cannot give the role ${role}. Ask an ADMIN.`,
  );
}
