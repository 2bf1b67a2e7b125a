import { z } from 'zod';
import { DECISIONS, STANDINGS } from '../rules/decision.ts';
import { paging } from '../../../http/cursor.ts';

export const decisionBody = z
  .strictObject({
    status: z.enum(DECISIONS),
    reason: z.string().min(1).max(2000).optional().meta({ description: 'The company reads it' }),
  })
  .meta({ id: 'Decision' });
export type DecisionBody = z.infer<typeof decisionBody>;

export const organizationQuery = z.strictObject({
  ...paging,
  status: z.enum(STANDINGS).optional().meta({ description: 'Standing on the platform' }),
});
export type OrganizationQuery = z.infer<typeof organizationQuery>;
