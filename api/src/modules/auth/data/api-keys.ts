import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { Permission } from '../rules/permissions.ts';
import { MEMBER_ROLES, type MemberRole } from '../rules/roles.ts';
import { isPermission } from '../rules/token-claims.ts';
import { instant } from './instant.ts';

const memberRole = z.enum(MEMBER_ROLES);
/** A permission that has been abolished since is no longer anybody's. */
const scopes = z
  .array(z.string())
  .transform((texts) => texts.filter(isPermission))
  .nullable();

const usableRow = z
  .object({
    id: z.uuid(),
    org_id: z.uuid(),
    role: memberRole,
    scopes,
    actor_id: z.uuid(),
    expires_at: instant.nullable(),
    used_today: z.boolean(),
    approved: z.boolean(),
    operator: z.boolean(),
  })
  .transform(({ org_id, actor_id, expires_at, used_today, ...row }) => ({
    ...row,
    organizationId: org_id,
    actorId: actor_id,
    expiresAt: expires_at,
    usedToday: used_today,
  }));
export type UsableKey = z.infer<typeof usableRow>;

/** The key of this hash unless it is revoked or expired, with the standing of its organisation. */
export function findUsableKey(
  tx: Tx,
  hash: Uint8Array,
  now: number,
): Promise<UsableKey | undefined> {
  return tx.row(
    usableRow,
    `SELECT k.id, k.org_id, k.role, k.scopes, k.actor_id, k.expires_at,
       k.last_used_on IS NOT DISTINCT FROM ($2::timestamptz AT TIME ZONE 'UTC')::date AS used_today,
       o.status = 'APPROVED' AS approved, o.operator
     FROM auth.api_key k JOIN organizations.organization o ON o.id = k.org_id
     WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)`,
    [hash, new Date(now)],
  );
}

/** Notes the day of use; a key in use is written to once a day. */
export async function touchKey(tx: Tx, id: string, now: number): Promise<void> {
  await tx.execute(
    `UPDATE auth.api_key SET last_used_on = ($2::timestamptz AT TIME ZONE 'UTC')::date WHERE id = $1`,
    [id, new Date(now)],
  );
}

const idRow = z.object({ id: z.uuid() });

/** An id for a new key, later than all before: lists go by it. */
export async function newKeyId(tx: Tx): Promise<string> {
  const row = await tx.row(idRow, 'SELECT uuidv7() AS id');
  if (row === undefined) throw new TypeError('uuidv7() returned no row');
  return row.id;
}

export type NewKey = {
  id: string;
  organizationId: string;
  name: string;
  /** SHA-256 of the whole key. */
  hash: Uint8Array;
  role: MemberRole;
  /** Null: whatever the role may, now and later. */
  scopes: readonly Permission[] | null;
  actorId: string;
  createdBy: string;
  expiresAt: number | null;
};

const KEY_COLUMNS = `id, name, role, scopes, created_by, created_at, expires_at,
  last_used_on::text AS last_used_on, revoked_at`;

const keyRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: memberRole,
    scopes,
    created_by: z.uuid(),
    created_at: instant,
    expires_at: instant.nullable(),
    last_used_on: z.string().nullable(),
    revoked_at: instant.nullable(),
  })
  .transform(({ created_by, created_at, expires_at, last_used_on, revoked_at, ...row }) => ({
    ...row,
    createdBy: created_by,
    createdAt: created_at,
    expiresAt: expires_at,
    lastUsedOn: last_used_on,
    revokedAt: revoked_at,
  }));
export type KeyRow = z.infer<typeof keyRow>;

/** Undefined when this very key is there already; it is left as it is. */
export function insertKey(tx: Tx, key: NewKey, now: number): Promise<KeyRow | undefined> {
  return tx.row(
    keyRow,
    `INSERT INTO auth.api_key (id, org_id, name, hash, role, scopes, actor_id, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT ON CONSTRAINT api_key_hash DO NOTHING
     RETURNING ${KEY_COLUMNS}`,
    [
      key.id,
      key.organizationId,
      key.name,
      key.hash,
      key.role,
      key.scopes,
      key.actorId,
      key.createdBy,
      new Date(now),
      key.expiresAt === null ? null : new Date(key.expiresAt),
    ],
  );
}

/** An organisation's keys, newest first, revoked ones included, after the key `after`. */
export function readKeys(
  tx: Tx,
  organizationId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<KeyRow[]> {
  return tx.rows(
    keyRow,
    `SELECT ${KEY_COLUMNS} FROM auth.api_key WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [organizationId, after ?? null, limit],
  );
}

const countRow = z.object({ count: z.int() });

export async function countKeys(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx.row(
    countRow,
    'SELECT count(*) AS count FROM auth.api_key WHERE org_id = $1',
    [organizationId],
  );
  return row?.count ?? 0;
}

const hashRow = z.object({ hash: z.instanceof(Uint8Array) });

/** Revokes a key of this organisation; tells its hash, or undefined when there is no such live key. */
export async function revokeKey(
  tx: Tx,
  organizationId: string,
  id: string,
  now: number,
): Promise<Uint8Array | undefined> {
  const row = await tx.row(
    hashRow,
    `UPDATE auth.api_key SET revoked_at = $3 WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL
     RETURNING hash`,
    [organizationId, id, new Date(now)],
  );
  return row?.hash;
}
