import type { Tx } from '@luna/database';
import { z } from 'zod';
import { MEMBER_ROLES, type MemberRole } from '../../auth/auth.public.ts';

const memberRow = z
  .object({ account_id: z.uuid(), role: z.enum(MEMBER_ROLES), created_at: z.date() })
  .transform((row) => ({
    accountId: row.account_id,
    role: row.role,
    since: row.created_at.toISOString(),
  }));
export type Member = z.output<typeof memberRow>;

/** The members of the transaction's organisation, in the order they came. */
export async function listMembers(tx: Tx): Promise<Member[]> {
  return tx.rows(
    memberRow,
    `SELECT m.account_id, m.role, m.created_at FROM organizations.membership m
     WHERE m.ended_at IS NULL ORDER BY m.created_at, m.account_id`,
  );
}

/**
 * Locks all memberships of the organisation until the transaction ends, so that two admins cannot
 * each end the other as the last but one.
 */
export async function lockMembers(tx: Tx): Promise<Map<string, MemberRole>> {
  const rows = await tx.rows(
    memberRow,
    `SELECT m.account_id, m.role, m.created_at FROM organizations.membership m
     WHERE m.ended_at IS NULL ORDER BY m.account_id FOR UPDATE`,
  );
  return new Map(rows.map(({ accountId, role }) => [accountId, role]));
}

/** Makes somebody a member, or a former member one again; who is one already stays what they are. */
export async function insertMember(
  tx: Tx,
  organizationId: string,
  accountId: string,
  role: MemberRole,
): Promise<boolean> {
  const changed = await tx.execute(
    `INSERT INTO organizations.membership AS m (org_id, account_id, role) VALUES ($1, $2, $3)
     ON CONFLICT ON CONSTRAINT membership_pkey DO UPDATE SET role = excluded.role, ended_at = NULL
       WHERE m.ended_at IS NOT NULL`,
    [organizationId, accountId, role],
  );
  return changed === 1;
}

export async function changeRole(tx: Tx, accountId: string, role: MemberRole): Promise<void> {
  await tx.execute('UPDATE organizations.membership SET role = $2 WHERE account_id = $1', [
    accountId,
    role,
  ]);
}

export async function endMembership(tx: Tx, accountId: string): Promise<void> {
  await tx.execute(
    'UPDATE organizations.membership SET ended_at = now() WHERE account_id = $1 AND ended_at IS NULL',
    [accountId],
  );
}
