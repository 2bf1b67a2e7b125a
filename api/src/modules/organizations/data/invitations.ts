import { bytea, type Tx } from '@luna/database';
import { z } from 'zod';
import { MEMBER_ROLES, type MemberRole } from '../../auth/auth.public.ts';

const invitationRow = z
  .object({
    id: z.uuid(),
    org_id: z.uuid(),
    email: z.string(),
    role: z.enum(MEMBER_ROLES),
    invited_by: z.uuid(),
    created_at: z.date(),
    expires_at: z.date(),
    accepted_at: z.date().nullable(),
    revoked_at: z.date().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    organizationId: row.org_id,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
export type Invitation = z.output<typeof invitationRow>;

const COLUMNS =
  'i.id, i.org_id, i.email, i.role, i.invited_by, i.created_at, i.expires_at, i.accepted_at, i.revoked_at';

/** The newest 200 invitations of the organisation. */
export async function listInvitations(tx: Tx): Promise<Invitation[]> {
  return tx.rows(
    invitationRow,
    `SELECT ${COLUMNS} FROM organizations.invitation i ORDER BY i.id DESC LIMIT 200`,
  );
}

/** `tokenHash` is the SHA-256 of what the link carries. */
export async function insertInvitation(
  tx: Tx,
  invitation: {
    organizationId: string;
    email: string;
    role: MemberRole;
    tokenHash: Uint8Array;
    invitedBy: string;
    expiresAt: Date;
  },
): Promise<Invitation> {
  const [row] = await tx.rows(
    invitationRow,
    `INSERT INTO organizations.invitation AS i (org_id, email, role, token_hash, invited_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [
      invitation.organizationId,
      invitation.email,
      invitation.role,
      invitation.tokenHash,
      invitation.invitedBy,
      invitation.expiresAt,
    ],
  );
  if (row === undefined) throw new TypeError('the invitation was not inserted');
  return row;
}

/** Locks an invitation of the transaction's organisation. */
export async function lockInvitation(tx: Tx, id: string): Promise<Invitation | undefined> {
  return tx.row(
    invitationRow,
    `SELECT ${COLUMNS} FROM organizations.invitation i WHERE i.id = $1 FOR UPDATE`,
    [id],
  );
}

/** Which invitation a token opens, and whose; in any context, because the token is the proof. */
export async function invitationOf(
  tx: Tx,
  tokenHash: Uint8Array,
): Promise<{ id: string; organizationId: string } | undefined> {
  const row = await tx.row(
    z.object({ id: z.uuid(), org_id: z.uuid() }),
    'SELECT id, org_id FROM organizations.invitation_of($1)',
    [bytea.parse(tokenHash)],
  );
  return row && { id: row.id, organizationId: row.org_id };
}

export async function acceptInvitation(tx: Tx, id: string, accountId: string): Promise<void> {
  await tx.execute(
    'UPDATE organizations.invitation SET accepted_at = now(), accepted_by = $2 WHERE id = $1',
    [id, accountId],
  );
}

export async function revokeInvitation(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    'UPDATE organizations.invitation SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
    [id],
  );
}
