import { z } from 'zod';
import { MEMBER_ROLES } from '../../auth/auth.public.ts';
import { COMPANY_TYPES } from '../data/organizations.ts';
import { STANDINGS } from '../rules/decision.ts';

const text = z.string().nullable();

export const organizationView = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: 'Medtec' }),
    code: text.meta({ example: 'MED' }),
    legalName: text,
    registrationNumber: text,
    taxId: text,
    companyType: z.enum(COMPANY_TYPES).nullable(),
    country: text,
    address: text.meta({ example: '1 Lujiazui Ring Road, Shanghai' }),
    website: text,
    email: text,
    operator: z.boolean(),
    status: z.enum(STANDINGS),
    decidedAt: text,
    decisionReason: text,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Organization' });

export const userView = z
  .object({
    id: z.uuid().meta({ description: 'Account' }),
    email: text,
    displayName: text,
    role: z.enum(MEMBER_ROLES),
    since: z.string(),
  })
  .meta({ id: 'Member' });
export type UserView = z.infer<typeof userView>;

export const invitationView = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    email: z.string(),
    role: z.enum(MEMBER_ROLES),
    invitedBy: z.uuid(),
    createdAt: z.string(),
    expiresAt: z.string(),
    acceptedAt: text,
    revokedAt: text,
  })
  .meta({ id: 'Invitation' });

export const supplierView = z
  .object({
    id: z.uuid(),
    number: z.string(),
    name: z.string().meta({ example: 'Precision Drives GmbH' }),
    country: text,
    email: text,
    phone: text,
    note: text,
    organizationId: z.uuid().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    archivedAt: text,
  })
  .meta({ id: 'Supplier' });
