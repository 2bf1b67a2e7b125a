import { z } from 'zod';
import { newPassport } from '../../passports/passports.public.ts';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
const { company, productType, origin } = newPassport.shape;

/** What may come with a file of devices. */
export const importForm = z.strictObject({
  dryRun: flag,
  allOrNothing: flag,
  company: company.optional(),
  productType: productType.optional(),
  origin: origin.optional(),
});
export type ImportForm = z.infer<typeof importForm>;

export const IMPORT_FIELDS = {
  dryRun: '`true`: judge every row, write no passport',
  allOrNothing: '`true`: one refused row refuses the whole file',
  company: 'Of the rows that do not say it',
  productType: 'Of the rows that do not say it',
  origin: 'Of the rows that do not say it',
} as const;
