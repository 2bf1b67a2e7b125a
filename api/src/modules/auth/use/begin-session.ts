import { randomUUID } from 'node:crypto';
import type { Tx } from '@luna/database';
import type { AccountRow } from '../data/accounts.ts';
import { lockStanding, readMemberships, type MembershipRow } from '../data/memberships.ts';
import { insertRefreshToken } from '../data/refresh-tokens.ts';
import { insertSession, touchSession, type SessionRow } from '../data/sessions.ts';
import type { From } from '../caller.ts';
import { standingIn, type Standing } from '../rules/standing.ts';
import {
  ACCESS_SECONDS,
  NO_ORGANIZATION,
  REFRESH_SECONDS,
  SESSION_SECONDS,
} from '../rules/token-claims.ts';
import { secretHash } from '../secret-hash.ts';
import type { TokenSigner } from './tokens.ts';

/** A session's fresh tokens, and whose they are. */
export type Issued = {
  sid: string;
  accessToken: string;
  refreshToken: string;
  account: AccountRow;
  standing: Standing;
  memberships: readonly MembershipRow[];
};

export type Issuing = { signer: TokenSigner; now: number };

/**
 * Begins a session in the organisation `wanted` ({@link standingIn}) and issues its first tokens. One
 * that takes another's place counts as begun when that was, `createdAt`: its end stays the same
 * (ASVS 5.0 V7.3.2). Undefined when the person is not a member there.
 */
export async function beginSession(
  tx: Tx,
  issuing: Issuing,
  account: AccountRow,
  wanted: string | null | undefined,
  from: From,
  createdAt = issuing.now,
): Promise<Issued | undefined> {
  await lockStanding(tx, account.id);
  const memberships = await readMemberships(tx, account.id);
  const standing = standingIn(memberships, wanted);
  if (standing === undefined) return undefined;
  const sid = randomUUID();
  const organizationId =
    standing.organizationId === NO_ORGANIZATION ? null : standing.organizationId;
  const session = { sid, accountId: account.id, organizationId, createdAt, from };
  await insertSession(tx, session, issuing.now);
  return issueTokens(tx, issuing, account, session, standing, memberships);
}

/**
 * Issues new tokens of a session that goes on; the caller holds `lockStanding`. Undefined when its
 * membership has ended or the account is disabled.
 */
export async function continueSession(
  tx: Tx,
  issuing: Issuing,
  account: AccountRow,
  session: SessionRow,
): Promise<Issued | undefined> {
  const memberships = await readMemberships(tx, account.id);
  const standing = standingIn(memberships, session.organizationId);
  if (standing === undefined || account.disabled) return undefined;
  await touchSession(tx, session.sid, issuing.now);
  return issueTokens(tx, issuing, account, session, standing, memberships);
}

async function issueTokens(
  tx: Tx,
  { signer, now }: Issuing,
  account: AccountRow,
  { sid, createdAt }: Pick<SessionRow, 'sid' | 'createdAt'>,
  standing: Standing,
  memberships: readonly MembershipRow[],
): Promise<Issued> {
  const iat = Math.floor(now / 1000);
  const about = { sub: account.id, sid, iat };
  const end = Math.floor(createdAt / 1000) + SESSION_SECONDS;
  const refreshToken = await signer.refresh({
    ...about,
    jti: randomUUID(),
    exp: Math.min(iat + REFRESH_SECONDS, end),
  });
  const accessToken = await signer.access({
    ...about,
    jti: randomUUID(),
    exp: iat + ACCESS_SECONDS,
    email: account.email,
    role: standing.role,
    organizationId: standing.organizationId,
    permissions: [...standing.permissions],
  });
  await insertRefreshToken(tx, secretHash(refreshToken), sid, now, now + REFRESH_SECONDS * 1000);
  return { sid, accessToken, refreshToken, account, standing, memberships };
}
