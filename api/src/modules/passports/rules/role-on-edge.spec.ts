import { LIFECYCLE, type LifecycleRole } from '@luna/passport';
import { STATUSES } from '@luna/record';
import { describe, expect, it } from 'vitest';
import { MEMBER_ROLES, permissionsOf, type MemberRole } from '../../auth/auth.public.ts';
import { KINDS_OF_CALLERS } from '../testing/kinds.ts';
import { APPENDING, PERMISSION_OF_KIND } from './permission-of-kind.ts';
import { checkRole } from './role-on-edge.ts';
import { checkPermitted } from './writer.ts';

const codeOf = (body: () => void): string => {
  try {
    body();
    return 'allowed';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};
const expected = (role: MemberRole, roles: readonly LifecycleRole[]): string => {
  if (!roles.some((allowed) => allowed === role)) return 'ROLE_NOT_ALLOWED';
  return role === 'EXPERT' ? 'ORDER_REQUIRED' : 'allowed';
};

describe('checkRole', () => {
  it.each(LIFECYCLE.map((edge) => ({ name: `${edge.from} to ${edge.to}`, ...edge })))(
    '$name, by every role',
    ({ from, to, roles }) => {
      for (const role of MEMBER_ROLES) {
        const code = codeOf(() => checkRole(role, { from, to, reason: 'because' }));
        expect([role, code]).toEqual([role, expected(role, roles)]);
      }
    },
  );

  it('refuses every edge that is none to ADMIN as well', () => {
    const legal = new Set(LIFECYCLE.map(({ from, to }) => `${from} ${to}`));
    const illegal = STATUSES.flatMap((from) => STATUSES.map((to) => ({ from, to }))).filter(
      ({ from, to }) => !legal.has(`${from} ${to}`),
    );
    expect(illegal).toHaveLength(STATUSES.length ** 2 - LIFECYCLE.length);
    for (const edge of illegal) {
      expect(codeOf(() => checkRole('ADMIN', { ...edge, reason: 'x' }))).toBe(
        'ILLEGAL_STATUS_EDGE',
      );
    }
  });

  it('names who may', () => {
    expect(() => checkRole('OPERATOR', { from: 'IN_QC', to: 'QC_PASSED' })).toThrow(
      expect.objectContaining({
        message: 'IN_QC to QC_PASSED is for QC_INSPECTOR, SUPPLIER_QC, ADMIN; you act as OPERATOR.',
        details: { roles: 'QC_INSPECTOR SUPPLIER_QC ADMIN' },
      }),
    );
  });

  it('lets every role that moves devices move some, and no other', () => {
    const movers = MEMBER_ROLES.filter((role) =>
      LIFECYCLE.some((edge) => edge.roles.some((allowed) => allowed === role)),
    );
    const permitted = MEMBER_ROLES.filter((role) =>
      permissionsOf(role, { approved: true, operator: false }).includes('passports:move:org'),
    );
    expect(movers).toEqual(permitted);
  });
});

describe('permissions of kinds', () => {
  it('are asked of every kind that can be sent, and open the route to whoever holds one', () => {
    expect(Object.keys(PERMISSION_OF_KIND).sort()).toEqual([...KINDS_OF_CALLERS].sort());
    expect([...APPENDING].sort()).toEqual([...new Set(Object.values(PERMISSION_OF_KIND))].sort());
  });

  it('count in the scope of the organisation alone', () => {
    const writer = (permissions: Parameters<typeof checkPermitted>[0]['permissions']) => ({
      organizationId: '',
      actorId: '',
      role: 'ADMIN' as const,
      permissions,
    });
    const ask = (permission: 'passports:move:org' | 'passports:move:all') =>
      codeOf(() => checkPermitted(writer(new Set([permission])), 'passports:move'));
    expect(ask('passports:move:org')).toBe('allowed');
    expect(ask('passports:move:all')).toBe('NOT_PERMITTED');
  });
});
