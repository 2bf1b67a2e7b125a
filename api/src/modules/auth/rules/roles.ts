/**
 * Roles and their rank (domain.md). The rank orders roles for people; what a role may do is only in
 * `permissions.ts`. AUDITOR stands beside the ladder.
 */
export const ROLES = {
  PUBLIC: 0,
  CUSTOMER: 10,
  SUPPLIER_VIEWER: 12,
  BUYER_VIEWER: 12,
  SUPPLIER_QC: 13,
  SUPPLIER_PACKER: 14,
  EXPERT: 15,
  SUPPLIER_SHIPPER: 16,
  SUPPLIER_ADMIN: 18,
  BUYER_ADMIN: 18,
  ENGINEER: 20,
  QC_INSPECTOR: 25,
  OPERATOR: 30,
  ADMIN: 100,
  AUDITOR: null,
} as const;

export type Role = keyof typeof ROLES;

/** Roles a member of an organisation can hold: all but PUBLIC, which is nobody's. */
export type MemberRole = Exclude<Role, 'PUBLIC'>;

function isMemberRole(text: string): text is MemberRole {
  return Object.hasOwn(ROLES, text) && text !== 'PUBLIC';
}

export const MEMBER_ROLES: readonly MemberRole[] = Object.keys(ROLES).filter(isMemberRole);
