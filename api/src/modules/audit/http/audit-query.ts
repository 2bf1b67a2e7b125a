import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';
import { instant } from '../../../http/instant.ts';

export const auditQuery = z.strictObject({
  ...paging,
  organization: z
    .union([z.literal('all'), z.uuid()])
    .optional()
    .meta({ description: 'For platform admins: a company’s UUID, or `all`; your own by default' }),
  actor: z.uuid().optional().meta({ description: 'Account or API key' }),
  act: z
    .string()
    .max(80)
    .regex(/^[a-z_]+\.[a-z_]+$/, 'expected area.verb')
    .optional()
    .meta({ description: 'What was done', example: 'member.role_changed' }),
  from: instant.optional().meta({ description: 'Recorded then or later' }),
  to: instant.optional().meta({ description: 'Recorded before' }),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** Who, what, when, from where. */
export const actView = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    actor: z.object({
      id: z.uuid(),
      name: z.string().nullable().meta({ description: 'Null for API keys' }),
      email: z.string().nullable(),
    }),
    act: z
      .string()
      .nullable()
      .meta({ description: 'Null once erased', example: 'member.role_changed' }),
    subject: z.object({ type: z.string(), id: z.string() }).nullable(),
    recordedAt: z.string(),
    address: z.string().nullable(),
    agent: z.string().nullable(),
    session: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
  })
  .meta({ id: 'AuditAct' });
export type ActView = z.infer<typeof actView>;
