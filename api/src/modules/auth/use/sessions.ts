import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import type { From } from '../caller.ts';
import { lockAccount, readAccount, type AccountRow } from '../data/accounts.ts';
import { takeRefreshToken } from '../data/refresh-tokens.ts';
import { lockStanding } from '../data/memberships.ts';
import { endSessions, lockSession, readSessions, type SessionRow } from '../data/sessions.ts';
import { NO_ORGANIZATION, REFRESH_SECONDS } from '../rules/token-claims.ts';
import { secretHash } from '../secret-hash.ts';
import { audit, type Acting } from './audit.ts';
import { beginSession, continueSession, type Issued, type Issuing } from './begin-session.ts';
import type { Person } from './person.ts';
import { Revocations } from './revocations.ts';
import { Tokens } from './tokens.ts';

/** The life of a session: begun, refreshed, moved to another organisation, ended. */
@Injectable()
export class Sessions {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #tokens: Tokens;
  readonly #revocations: Revocations;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    tokens: Tokens,
    revocations: Revocations,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#tokens = tokens;
    this.#revocations = revocations;
  }

  /**
   * Begins a session in the organisation `wanted`, or the person's first, once `admit` has let them
   * in within the same transaction. What `admit` writes is kept when it refuses, by returning what is
   * then thrown. Throws NOT_A_MEMBER.
   */
  async begin(
    accountId: string | undefined,
    from: From,
    wanted?: string,
    admit: (tx: Tx, account: AccountRow | undefined) => Promise<LunaError | undefined> = welcome,
  ): Promise<Issued> {
    const issuing = await this.#issuing();
    const begun = await this.#database.tx({}, async (tx) => {
      const account = await lockAccount(tx, accountId ?? NO_ORGANIZATION);
      const refused = await admit(tx, account);
      if (refused !== undefined) return refused;
      if (account === undefined) throw new TypeError('nobody cannot be admitted');
      const issued = await beginSession(tx, issuing, account, wanted, from);
      if (issued === undefined) return notAMember();
      await audit(tx, actingIn(issued, from, issuing.now), 'session.started');
      return issued;
    });
    if (begun instanceof LunaError) throw begun;
    return begun;
  }

  /**
   * New tokens for a refresh token, which is used up. One that was used before tells of a theft: the
   * session ends. Throws TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, REFRESH_REUSED.
   */
  async refresh(refreshToken: string, from: From): Promise<Issued> {
    return this.#redeem(refreshToken, from, continueSession);
  }

  /**
   * Goes on in another organisation: a new session takes the place of the refresh token's, so that
   * no token is good in two; it ends when the old one would have. Throws what {@link refresh} throws, and NOT_A_MEMBER, which uses nothing up.
   */
  async switch(refreshToken: string, organizationId: string, from: From): Promise<Issued> {
    let ended: string[] = [];
    const switched = await this.#redeem(refreshToken, from, async (tx, issuing, account, old) => {
      const issued = await beginSession(tx, issuing, account, organizationId, from, old.createdAt);
      if (issued === undefined) throw notAMember();
      ended = await endSessions(tx, account.id, 'switched', { sid: old.sid });
      await audit(tx, actingIn(issued, from, issuing.now), 'session.switched');
      return issued;
    });
    this.#revocations.add(ended);
    return switched;
  }

  /** Ends a session of this person. Throws SESSION_UNKNOWN. */
  async end(person: Person, sid: string): Promise<void> {
    const ended = await this.#end(person, 'session.ended', { sid });
    if (ended > 0) return;
    throw new LunaError(
      'SESSION_UNKNOWN',
      'You have no session of this id that is still going on.',
    );
  }

  /**
   * Ends the session of a refresh token whose browser has begun another (ASVS 5.0 V7.2.4). A token
   * that is worth nothing is no reason to refuse that one.
   */
  async leave(refreshToken: string, from: From): Promise<void> {
    const claims = await this.#tokens.readRefresh(refreshToken).catch((error: unknown) => {
      if (error instanceof LunaError) return undefined;
      throw error;
    });
    if (claims === undefined) return;
    const { sub: accountId, sid } = claims;
    const session = await this.#database.tx({}, (tx) => lockSession(tx, sid));
    const organizationId = session?.organizationId ?? NO_ORGANIZATION;
    await this.#end({ accountId, organizationId, sessionId: sid, from }, 'session.ended', { sid });
  }

  /** Ends every session of this person, the present one included. */
  async endAll(person: Person): Promise<void> {
    await this.#end(person, 'session.all_ended', {});
  }

  /** The sessions of a person that are still good, newest first. */
  list({ accountId }: Person): Promise<SessionRow[]> {
    const usedSince = this.#clock.now() - REFRESH_SECONDS * 1000;
    return this.#database.tx({}, (tx) => readSessions(tx, accountId, usedSince));
  }

  async #end(person: Person, act: string, which: { sid?: string }): Promise<number> {
    const ended = await this.#database.tx({}, async (tx) => {
      const sids = await endSessions(tx, person.accountId, 'logout', which);
      if (sids.length > 0) {
        await audit(tx, { ...person, now: this.#clock.now() }, act, {
          details: { sessions: sids.length },
        });
      }
      return sids;
    });
    this.#revocations.add(ended);
    return ended.length;
  }

  /**
   * Uses a refresh token up and issues what follows it. Refusals that change something (a session
   * ended for reuse) come back as values, so that the transaction is kept, and are thrown after it.
   */
  async #redeem(refreshToken: string, from: From, issue: Issue): Promise<Issued> {
    const { sub, sid } = await this.#tokens.readRefresh(refreshToken);
    const issuing = await this.#issuing();
    const redeemed = await this.#database.tx({}, async (tx) => {
      await lockStanding(tx, sub);
      const session = await lockSession(tx, sid);
      const account = await readAccount(tx, sub);
      if (session === undefined || account === undefined || session.endedAt !== null) {
        return sessionEnded();
      }
      if (await takeRefreshToken(tx, secretHash(refreshToken), sid, issuing.now)) {
        const issued = await issue(tx, issuing, account, session);
        if (issued !== undefined) return issued;
        await endSessions(tx, sub, 'member', { sid });
        return sessionEnded();
      }
      await endSessions(tx, sub, 'reuse', { sid });
      const organizationId = session.organizationId ?? NO_ORGANIZATION;
      const acting = { accountId: sub, organizationId, sessionId: sid, from, now: issuing.now };
      await audit(tx, acting, 'session.reuse_detected');
      return reused();
    });
    if (!(redeemed instanceof LunaError)) return redeemed;
    this.#revocations.add([sid]);
    throw redeemed;
  }

  async #issuing(): Promise<Issuing> {
    return { signer: await this.#tokens.signer(), now: this.#clock.now() };
  }
}

type Issue = (
  tx: Tx,
  issuing: Issuing,
  account: AccountRow,
  session: SessionRow,
) => Promise<Issued | undefined>;

function actingIn({ account, standing, sid }: Issued, from: From, now: number): Acting {
  const { organizationId } = standing;
  return { accountId: account.id, organizationId, sessionId: sid, from, now };
}

const welcome = () => Promise.resolve(undefined);

function sessionEnded(): LunaError {
  return new LunaError('SESSION_ENDED', 'This session has ended. Sign in again.');
}

function reused(): LunaError {
  return new LunaError(
    'REFRESH_REUSED',
    'This refresh token was used before, so somebody else may have it. The session has ended; sign in again.',
  );
}

function notAMember(): LunaError {
  return new LunaError('NOT_A_MEMBER', 'You do not belong to this organisation. See GET /auth/me.');
}
