import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';
import { country, line } from './texts.ts';

const facts = {
  number: line.meta({ example: 'S-1001', description: 'Yours; unique in your organisation' }),
  name: line.meta({ example: 'Precision Drives GmbH' }),
  country: country.nullable(),
  email: z.email().max(254).nullable(),
  phone: z
    .string()
    .regex(/^\+?[0-9 ()/-]{3,40}$/, 'expected a telephone number')
    .nullable(),
  note: z.string().min(1).max(4000).nullable(),
  organizationId: z
    .uuid()
    .nullable()
    .meta({ description: 'Where the supplier is on the platform' }),
};

export const newSupplier = z
  .strictObject({
    ...facts,
    country: facts.country.default(null),
    email: facts.email.default(null),
    phone: facts.phone.default(null),
    note: facts.note.default(null),
    organizationId: facts.organizationId.default(null),
  })
  .meta({ id: 'NewSupplier' });
export type NewSupplier = z.infer<typeof newSupplier>;

export const supplierPatch = z.strictObject(facts).partial().meta({ id: 'SupplierPatch' });
export type SupplierPatch = z.infer<typeof supplierPatch>;

export const supplierQuery = z.strictObject({
  ...paging,
  archived: z.stringbool().default(false).meta({ description: 'Those put away as well' }),
});
export type SupplierQuery = z.infer<typeof supplierQuery>;
