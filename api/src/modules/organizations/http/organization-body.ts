import { z } from 'zod';
import { country, line } from './texts.ts';
import { COMPANY_TYPES } from '../data/organizations.ts';

const facts = {
  legalName: line.nullable().default(null).meta({ example: 'Medtec Packaging Co., Ltd.' }),
  registrationNumber: line.nullable().default(null),
  taxId: line.nullable().default(null),
  companyType: z.enum(COMPANY_TYPES).nullable().default(null),
  country: country.nullable().default(null),
  address: z.string().min(1).max(1000).nullable().default(null),
  website: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  email: z.email().max(254).nullable().default(null),
};

/** A company registers itself; a platform admin decides. */
export const newOrganization = z
  .strictObject({
    name: line.meta({ example: 'Medtec' }),
    code: z
      .string()
      .regex(/^[A-Z]{3}$/, 'expected three capital letters')
      .meta({ example: 'MED', description: 'First letters of its passport codes; never changes' }),
    ...facts,
  })
  .meta({ id: 'NewOrganization' });
export type NewOrganization = z.infer<typeof newOrganization>;

/** What a company may change about itself; fields that are left out stay. */
export const organizationPatch = z
  .strictObject({
    name: line.optional(),
    legalName: line.nullable().optional(),
    registrationNumber: line.nullable().optional(),
    taxId: line.nullable().optional(),
    companyType: z.enum(COMPANY_TYPES).nullable().optional(),
    country: country.nullable().optional(),
    address: z.string().min(1).max(1000).nullable().optional(),
    website: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .optional(),
    email: z.email().max(254).nullable().optional(),
  })
  .meta({ id: 'OrganizationPatch' });
export type OrganizationPatch = z.infer<typeof organizationPatch>;
