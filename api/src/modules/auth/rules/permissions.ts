import type { MemberRole } from './roles.ts';

/** How far a permission reaches: one's own things, one's organisation's, everybody's. */
export const SCOPES = ['own', 'org', 'all'] as const;
export type Scope = (typeof SCOPES)[number];

/** What can be permitted, as `resource:action`, with a line for the person who grants it. */
export const PERMITTED = {
  'passports:read': 'see the organisation’s devices and their restricted history',
  'passports:create': 'create passports, one by one or from a file',
  'passports:amend': 'correct and complete the plate data',
  'passports:move': 'take status edges; which ones, the lifecycle says by role',
  'passports:record': 'record work: notes, places, service, inspections, tests, parts, readings',
  'passports:attach': 'attach documents and photos',
  'passports:flag': 'raise and lower RECALLED, STOLEN and MISSING',
  'passports:transfer': 'offer, accept and refuse transfers; take over a device',
  'passports:publish': 'publish the passport document and revoke it',
  'passports:erase': 'erase payloads that hold personal data',
  'passports:export': 'export lists and documents',
  'labels:print': 'print label sheets',
  'organizations:read': 'see the organisation’s own record',
  'organizations:update': 'change the organisation’s own record',
  'organizations:decide': 'approve, reject and suspend organisations',
  'members:read': 'see who belongs to the organisation',
  'members:manage': 'invite people, change roles, end memberships',
  'suppliers:read': 'see supplier records',
  'suppliers:manage': 'keep supplier records',
  'keys:manage': 'make and revoke API keys',
  'audit:read': 'read the audit trail',
  'jobs:read': 'see imports and other long work',
} as const;

/** `resource:action`. */
export type Permitted = keyof typeof PERMITTED;
/** `resource:action:scope`, as the token carries it. */
export type Permission = `${Permitted}:${Scope}`;

const READ: readonly Permitted[] = [
  'passports:read',
  'passports:export',
  'organizations:read',
  'suppliers:read',
];
const WORK: readonly Permitted[] = [
  ...READ,
  'passports:record',
  'passports:attach',
  'labels:print',
];
const OPERATE: readonly Permitted[] = [
  ...WORK,
  'passports:create',
  'passports:amend',
  'passports:move',
  'passports:flag',
  'passports:publish',
  'jobs:read',
  'members:read',
];
const RUN: readonly Permitted[] = [
  ...OPERATE,
  'passports:transfer',
  'passports:erase',
  'organizations:update',
  'members:manage',
  'suppliers:manage',
  'keys:manage',
  'audit:read',
];
const COMPANY: readonly Permitted[] = [
  ...READ,
  'passports:transfer',
  'passports:flag',
  'organizations:update',
  'members:read',
  'members:manage',
  'suppliers:manage',
  'audit:read',
];

/** What each role may do in its organisation. */
const IN_ORGANIZATION: Readonly<Record<MemberRole, readonly Permitted[]>> = {
  CUSTOMER: ['passports:read', 'organizations:read'],
  SUPPLIER_VIEWER: READ,
  BUYER_VIEWER: READ,
  SUPPLIER_QC: [...WORK, 'passports:move'],
  SUPPLIER_PACKER: [...WORK, 'passports:move'],
  EXPERT: [...WORK, 'passports:move'],
  SUPPLIER_SHIPPER: [...WORK, 'passports:move'],
  SUPPLIER_ADMIN: [...COMPANY, 'passports:create', 'passports:amend', 'labels:print', 'jobs:read'],
  BUYER_ADMIN: COMPANY,
  ENGINEER: [...WORK, 'passports:move', 'members:read'],
  QC_INSPECTOR: [...WORK, 'passports:move', 'members:read'],
  OPERATOR: OPERATE,
  ADMIN: RUN,
  AUDITOR: [...READ, 'members:read', 'audit:read', 'jobs:read'],
};

/** What an ADMIN of the operator's organisation may do for every organisation. */
const PLATFORM: readonly Permitted[] = [
  'organizations:read',
  'organizations:decide',
  'audit:read',
  'jobs:read',
];
/** What is left to members of an organisation that is not approved (yet, or no longer). */
const NOT_APPROVED: ReadonlySet<Permitted> = new Set([
  'organizations:read',
  'organizations:update',
]);

/**
 * The permissions of a role, sorted: what an access token carries and every guard reads.
 * `approved`: whether the organisation may act; `operator`: whether it runs the platform.
 */
export function permissionsOf(
  role: MemberRole,
  { approved, operator }: { approved: boolean; operator: boolean },
): Permission[] {
  const own = IN_ORGANIZATION[role].filter((name) => approved || NOT_APPROVED.has(name));
  const platform = operator && approved && role === 'ADMIN' ? PLATFORM : [];
  const all = platform.map((name): Permission => `${name}:all`);
  return [...own.map((name): Permission => `${name}:org`), ...all].sort();
}
