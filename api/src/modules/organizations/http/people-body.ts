import { z } from 'zod';
import { MEMBER_ROLES } from '../../auth/auth.public.ts';

export const newInvitation = z
  .strictObject({
    email: z.email().max(254).meta({ example: 'inspector@example.com' }),
    role: z.enum(MEMBER_ROLES).meta({ example: 'QC_INSPECTOR' }),
  })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof newInvitation>;

export const invitationToken = z
  .strictObject({
    token: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, 'expected the token of the link')
      .meta({ description: 'What stands behind # in the link' }),
  })
  .meta({ id: 'InvitationToken' });
export type InvitationToken = z.infer<typeof invitationToken>;

export const rolePatch = z.strictObject({ role: z.enum(MEMBER_ROLES) }).meta({ id: 'RolePatch' });
export type RolePatch = z.infer<typeof rolePatch>;
