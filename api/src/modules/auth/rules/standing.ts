import { permissionsOf, type Permission } from './permissions.ts';
import type { MemberRole, Role } from './roles.ts';
import { NO_ORGANIZATION } from './token-claims.ts';

/** What somebody is in one organisation, and how it stands. */
export type Membership = {
  organizationId: string;
  role: MemberRole;
  /** PENDING, APPROVED, REJECTED, SUSPENDED. */
  status: string;
  /** Whether this organisation runs the platform. */
  operator: boolean;
};

/** As what somebody acts: the active organisation, the role in it, and what that permits. */
export type Standing = { organizationId: string; role: Role; permissions: readonly Permission[] };

/** Whoever belongs to no organisation may only see to their own account. */
const NOBODY: Standing = { organizationId: NO_ORGANIZATION, role: 'PUBLIC', permissions: [] };

/**
 * The standing in the organisation `wanted`: undefined when there is no such membership. Without a
 * wish it is the first that may act, else the first there is, else none.
 */
export function standingIn(
  memberships: readonly Membership[],
  wanted?: string | null,
): Standing | undefined {
  if (wanted === null) return NOBODY;
  const chosen =
    wanted === undefined
      ? (memberships.find(({ status }) => status === 'APPROVED') ?? memberships[0])
      : memberships.find(({ organizationId }) => organizationId === wanted);
  if (chosen === undefined) return wanted === undefined ? NOBODY : undefined;
  const { organizationId, role, status, operator } = chosen;
  const permissions = permissionsOf(role, { approved: status === 'APPROVED', operator });
  return { organizationId, role, permissions };
}
