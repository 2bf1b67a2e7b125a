import { expect, it } from 'vitest';
import { permissionsOf } from './permissions.ts';
import { standingIn, type Membership } from './standing.ts';
import { NO_ORGANIZATION } from './token-claims.ts';

const pending: Membership = {
  organizationId: 'a',
  role: 'ADMIN',
  status: 'PENDING',
  operator: false,
};
const approved: Membership = {
  organizationId: 'b',
  role: 'OPERATOR',
  status: 'APPROVED',
  operator: false,
};

it('takes the first organisation that may act, else the first', () => {
  expect(standingIn([pending, approved])).toMatchObject({ organizationId: 'b', role: 'OPERATOR' });
  expect(standingIn([pending])).toEqual({
    organizationId: 'a',
    role: 'ADMIN',
    permissions: ['organizations:read:org', 'organizations:update:org'],
  });
});

it('takes the one that is wished for, if it is one of them', () => {
  expect(standingIn([pending, approved], 'a')?.organizationId).toBe('a');
  expect(standingIn([pending, approved], 'c')).toBeUndefined();
});

it('lets nobody without organisation do anything', () => {
  const nobody = { organizationId: NO_ORGANIZATION, role: 'PUBLIC', permissions: [] };
  expect(standingIn([])).toEqual(nobody);
  expect(standingIn([approved], null)).toEqual(nobody);
});

it('gives the scope "all" to ADMINs of the operator alone', () => {
  const operator: Membership = { ...approved, role: 'ADMIN', operator: true };
  const platform = (membership: Membership) =>
    standingIn([membership])?.permissions.filter((name) => name.endsWith(':all')) ?? [];
  expect(platform(operator)).toContain('organizations:decide:all');
  expect(platform({ ...operator, role: 'OPERATOR' })).toEqual([]);
  expect(platform({ ...operator, operator: false })).toEqual([]);
  expect(platform({ ...operator, status: 'SUSPENDED' })).toEqual([]);
  expect(standingIn([operator])?.permissions).toEqual(
    permissionsOf('ADMIN', { approved: true, operator: true }),
  );
});
