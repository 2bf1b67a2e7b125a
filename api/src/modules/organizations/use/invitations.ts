import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { CLOCK, CONFIG } from '../../../parts.ts';
import { AccountNames, type Caller, recordAct } from '../../auth/auth.public.ts';
import { Mailer } from '../../mail/mail.public.ts';
import {
  acceptInvitation,
  insertInvitation,
  invitationOf,
  listInvitations,
  lockInvitation,
  revokeInvitation,
  type Invitation,
} from '../data/invitations.ts';
import { insertMember } from '../data/members.ts';
import { readOrganization } from '../data/organizations.ts';
import type { NewInvitation } from '../http/people-body.ts';
import { invitationMail } from '../rules/invitation-mail.ts';
import { checkGrant } from '../rules/grant.ts';

const VALID_MS = 7 * 24 * 3_600_000;
const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Invitations by link: the token is in the mail and nowhere else. */
@Injectable()
export class Invitations {
  readonly #database: Database;
  readonly #names: AccountNames;
  readonly #mailer: Mailer;
  readonly #clock: Clock;
  readonly #config: Config;

  constructor(
    database: Database,
    names: AccountNames,
    mailer: Mailer,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.#database = database;
    this.#names = names;
    this.#mailer = mailer;
    this.#clock = clock;
    this.#config = config;
  }

  list(caller: Caller): Promise<Invitation[]> {
    return this.#database.tx(caller, (tx) => listInvitations(tx));
  }

  /** Invites somebody by mail, for seven days. Throws ROLE_NOT_GRANTABLE. */
  async invite(caller: Caller, { email, role }: NewInvitation): Promise<Invitation> {
    checkGrant(caller.role, role);
    const token = randomBytes(32).toString('base64url');
    const made = await this.#database.tx(caller, async (tx) => {
      const invitation = await insertInvitation(tx, {
        organizationId: caller.organizationId,
        email: email.toLowerCase(),
        role,
        tokenHash: hashOf(token),
        invitedBy: caller.actorId,
        expiresAt: new Date(this.#clock.now() + VALID_MS),
      });
      await this.#record(tx, caller, 'invitation.sent', invitation, { role });
      const organization = await readOrganization(tx, caller.organizationId);
      return { invitation, name: organization?.name ?? '' };
    });
    const url = `${this.#config.PUBLIC_URL}/invitations#${token}`;
    await this.#mailer.send({ to: made.invitation.email, ...invitationMail(made.name, role, url) });
    return made.invitation;
  }

  /** Takes an invitation back. Throws INVITATION_UNKNOWN. */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.#database.tx(caller, async (tx) => {
      const found = await lockInvitation(tx, id);
      if (found === undefined) throw unknown();
      await revokeInvitation(tx, id);
      await this.#record(tx, caller, 'invitation.revoked', found, {});
    });
  }

  /**
   * Makes the caller a member of the organisation that invited them. The account's address must be
   * the one that was invited: a forwarded link opens nothing. Throws INVITATION_UNKNOWN (wrong,
   * revoked, expired or foreign token alike), INVITATION_USED.
   */
  async accept(caller: Caller, token: string): Promise<Invitation> {
    const place = await this.#database.tx({}, (tx) => invitationOf(tx, hashOf(token)));
    if (place === undefined) throw unknown();
    const account = (await this.#names.of([caller.actorId])).get(caller.actorId);
    const context = { organizationId: place.organizationId };
    return this.#database.tx(context, async (tx) => {
      const found = await lockInvitation(tx, place.id);
      const now = this.#clock.now();
      if (found?.email !== account?.email || found === undefined || found.revokedAt !== null) {
        throw unknown();
      }
      if (found.acceptedAt !== null) {
        throw new LunaError('INVITATION_USED', 'This invitation has been accepted. Sign in.');
      }
      if (Date.parse(found.expiresAt) <= now) throw unknown();
      await acceptInvitation(tx, found.id, caller.actorId);
      await insertMember(tx, found.organizationId, caller.actorId, found.role);
      const there = { ...caller, organizationId: found.organizationId };
      await this.#record(tx, there, 'invitation.accepted', found, { role: found.role });
      return { ...found, acceptedAt: new Date(now).toISOString() };
    });
  }

  #record(
    tx: Tx,
    caller: Caller,
    act: string,
    { id }: Invitation,
    details: Record<string, string>,
  ): Promise<void> {
    return recordAct(tx, caller, this.#clock.now(), {
      act,
      subject: { type: 'invitation', id },
      details,
    });
  }
}

function unknown(): LunaError {
  const message = 'This invitation is not known, was taken back or has expired. Ask for a new one.';
  return new LunaError('INVITATION_UNKNOWN', message);
}
