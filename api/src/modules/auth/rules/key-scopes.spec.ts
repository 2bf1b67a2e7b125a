import { expect, it } from 'vitest';
import { scopesTooMany } from './key-scopes.ts';
import { permissionsOf } from './permissions.ts';

const admin = new Set(permissionsOf('ADMIN', { approved: true, operator: false }));
const platform = new Set(permissionsOf('ADMIN', { approved: true, operator: true }));

it('lets an ADMIN make keys of any role with what that role may', () => {
  expect(scopesTooMany({ role: 'OPERATOR', scopes: ['passports:create:org'] }, admin)).toEqual([]);
  expect(scopesTooMany({ role: 'ADMIN', scopes: [...admin] }, admin)).toEqual([]);
});

it.each([
  ['a scope its maker does not hold', 'ADMIN', 'organizations:decide:all', admin],
  ['a scope its role never has', 'AUDITOR', 'passports:create:org', admin],
  ['scope all where only org is held', 'ADMIN', 'audit:read:all', admin],
] as const)('refuses %s', (_, role, scope, held) => {
  expect(scopesTooMany({ role, scopes: [scope] }, held)).toEqual([scope]);
});

it('lets a platform admin hand on the platform', () => {
  expect(scopesTooMany({ role: 'ADMIN', scopes: ['audit:read:all'] }, platform)).toEqual([]);
});

it('refuses a role that may more than its maker', () => {
  const held = new Set(permissionsOf('BUYER_VIEWER', { approved: true, operator: false }));
  expect(scopesTooMany({ role: 'OPERATOR', scopes: [] }, held)).toContain('passports:create:org');
});
