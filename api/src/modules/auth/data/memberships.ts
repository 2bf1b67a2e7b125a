import type { Tx } from '@luna/database';
import { z } from 'zod';
import { MEMBER_ROLES } from '../rules/roles.ts';

const membershipRow = z
  .object({
    org_id: z.uuid(),
    role: z.enum(MEMBER_ROLES),
    name: z.string(),
    code: z.string().nullable(),
    status: z.string(),
    operator: z.boolean(),
  })
  .transform(({ org_id, ...row }) => ({ organizationId: org_id, ...row }));

/** What a person is in an organisation, and what that organisation may do. */
export type MembershipRow = z.infer<typeof membershipRow>;

/** A person's memberships that have not ended, the oldest first. */
export function readMemberships(tx: Tx, accountId: string): Promise<MembershipRow[]> {
  return tx.rows(
    membershipRow,
    `SELECT m.org_id, m.role, o.name, o.code, o.status, o.operator
     FROM organizations.membership m JOIN organizations.organization o ON o.id = m.org_id
     WHERE m.account_id = $1 AND m.ended_at IS NULL ORDER BY m.created_at, m.org_id`,
    [accountId],
  );
}

/**
 * Holds off changes of a person's roles and of the standing of their organisations until the
 * transaction ends: who changes them takes the same locks alone (migration 0007), so a session that
 * is just being written is either ended there or written with the change.
 */
export async function lockStanding(tx: Tx, accountId: string): Promise<void> {
  await tx.execute(
    `SELECT pg_advisory_xact_lock_shared(hashtextextended('auth.session:' || id, 0))
     FROM (SELECT $1::uuid AS id UNION ALL SELECT org_id FROM organizations.membership
           WHERE account_id = $1 AND ended_at IS NULL) held`,
    [accountId],
  );
}
