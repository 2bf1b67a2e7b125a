import type { Tx } from '@luna/database';
import { z } from 'zod';
import type { From } from '../caller.ts';
import { instant } from './instant.ts';

export type EndReason = 'logout' | 'switched' | 'reuse' | 'password' | 'member';

const sessionRow = z
  .object({
    sid: z.uuid(),
    account_id: z.uuid(),
    org_id: z.uuid().nullable(),
    created_at: instant,
    last_used_at: instant,
    ended_at: instant.nullable(),
    address: z.string(),
    agent: z.string(),
  })
  .transform(({ sid, account_id, org_id, created_at, last_used_at, ended_at, address, agent }) => ({
    sid,
    accountId: account_id,
    organizationId: org_id,
    createdAt: created_at,
    lastUsedAt: last_used_at,
    endedAt: ended_at,
    address,
    agent,
  }));
export type SessionRow = z.infer<typeof sessionRow>;

const COLUMNS = 'sid, account_id, org_id, created_at, last_used_at, ended_at, address, agent';

export async function insertSession(
  tx: Tx,
  session: Pick<SessionRow, 'sid' | 'accountId' | 'organizationId' | 'createdAt'> & { from: From },
  now: number,
): Promise<void> {
  const { sid, accountId, organizationId, createdAt, from } = session;
  await tx.execute(
    `INSERT INTO auth.session (sid, account_id, org_id, created_at, last_used_at, address, agent)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [sid, accountId, organizationId, new Date(createdAt), new Date(now), from.address, from.agent],
  );
}

/** Locks a session, so that of two uses of one refresh token the second sees the first. */
export function lockSession(tx: Tx, sid: string): Promise<SessionRow | undefined> {
  return tx.row(sessionRow, `SELECT ${COLUMNS} FROM auth.session WHERE sid = $1 FOR UPDATE`, [sid]);
}

export async function touchSession(tx: Tx, sid: string, now: number): Promise<void> {
  await tx.execute('UPDATE auth.session SET last_used_at = $2 WHERE sid = $1', [
    sid,
    new Date(now),
  ]);
}

/** A person's sessions that have not ended and not gone unused past `usedSince`, newest first. */
export function readSessions(tx: Tx, accountId: string, usedSince: number): Promise<SessionRow[]> {
  return tx.rows(
    sessionRow,
    `SELECT ${COLUMNS} FROM auth.session
     WHERE account_id = $1 AND ended_at IS NULL AND last_used_at > $2 ORDER BY created_at DESC, sid`,
    [accountId, new Date(usedSince)],
  );
}

const sidRow = z.object({ sid: z.uuid() });

/**
 * Ends sessions of a person: the one named, or all except `keep`. Tells which have ended by it.
 * The time is the database's, see {@link readEndedSessions}.
 */
export async function endSessions(
  tx: Tx,
  accountId: string,
  reason: EndReason,
  { sid, keep }: { sid?: string; keep?: string | undefined } = {},
): Promise<string[]> {
  const rows = await tx.rows(
    sidRow,
    `UPDATE auth.session SET ended_at = clock_timestamp(), end_reason = $2
     WHERE account_id = $1 AND ended_at IS NULL AND ($3::uuid IS NULL OR sid = $3)
       AND ($4::uuid IS NULL OR sid <> $4) RETURNING sid`,
    [accountId, reason, sid ?? null, keep ?? null],
  );
  return rows.map((row) => row.sid);
}

const endedRow = z.object({ now: instant, sid: z.uuid().nullable(), ended_at: instant.nullable() });

/**
 * The sessions that ended since `since` milliseconds before `readTo` (the database's own time of an
 * earlier answer; now, when there was none), and the time of this answer.
 */
export async function readEndedSessions(
  tx: Tx,
  readTo: number | undefined,
  since: number,
): Promise<{ now: number; ended: [sid: string, at: number][] }> {
  const rows = await tx.rows(
    endedRow,
    `SELECT c.now, s.sid, s.ended_at FROM (SELECT clock_timestamp() AS now) c
     LEFT JOIN auth.session s ON s.ended_at > coalesce($1::timestamptz, now()) - make_interval(secs => $2)`,
    [readTo === undefined ? null : new Date(readTo), since / 1000],
  );
  return {
    now: rows[0]?.now ?? Date.now(),
    ended: rows.flatMap(({ sid, ended_at }) =>
      sid === null || ended_at === null ? [] : [[sid, ended_at]],
    ),
  };
}
