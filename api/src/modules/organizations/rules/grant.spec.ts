import { expect, it } from 'vitest';
import { MEMBER_ROLES } from '../../auth/auth.public.ts';
import { mayGrant } from './grant.ts';

it('lets only admins give roles, and those of one side only their own side', () => {
  const granted = Object.fromEntries(
    MEMBER_ROLES.map((granter) => [
      granter,
      MEMBER_ROLES.filter((role) => mayGrant(granter, role)),
    ]),
  );
  expect(granted['ADMIN']).toEqual(MEMBER_ROLES);
  expect(granted['SUPPLIER_ADMIN']).toEqual([
    'SUPPLIER_VIEWER',
    'SUPPLIER_QC',
    'SUPPLIER_PACKER',
    'SUPPLIER_SHIPPER',
    'SUPPLIER_ADMIN',
  ]);
  expect(granted['BUYER_ADMIN']).toEqual(['BUYER_VIEWER', 'BUYER_ADMIN']);
  const others = Object.entries(granted).filter(([granter]) => !granter.endsWith('ADMIN'));
  expect(others.flatMap(([, roles]) => roles)).toEqual([]);
});
