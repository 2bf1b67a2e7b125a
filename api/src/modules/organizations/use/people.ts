import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK } from '../../../parts.ts';
import { AccountNames, type Caller, type MemberRole, recordAct } from '../../auth/auth.public.ts';
import { changeRole, endMembership, listMembers, lockMembers } from '../data/members.ts';
import type { UserView } from '../http/views.ts';
import { checkGrant } from '../rules/grant.ts';

/** Who belongs to an organisation, and in which role. */
@Injectable()
export class People {
  readonly #database: Database;
  readonly #names: AccountNames;
  readonly #clock: Clock;

  constructor(database: Database, names: AccountNames, @Inject(CLOCK) clock: Clock) {
    this.#database = database;
    this.#names = names;
    this.#clock = clock;
  }

  async list(caller: Caller): Promise<UserView[]> {
    const members = await this.#database.tx(caller, (tx) => listMembers(tx));
    const names = await this.#names.of(members.map(({ accountId }) => accountId));
    return members.map(({ accountId, role, since }) => {
      const { email = null, displayName = null } = names.get(accountId) ?? {};
      return { id: accountId, email, displayName, role, since };
    });
  }

  /**
   * Gives a member another role; their sessions end with it. Throws MEMBER_UNKNOWN,
   * ROLE_NOT_GRANTABLE (for the old role as for the new one), LAST_ADMIN.
   */
  async changeRole(caller: Caller, accountId: string, role: MemberRole): Promise<UserView[]> {
    checkGrant(caller.role, role);
    await this.#change(caller, accountId, role === 'ADMIN', async (tx, from) => {
      await changeRole(tx, accountId, role);
      return { act: 'member.role_changed', details: { from, to: role } };
    });
    return this.list(caller);
  }

  /** Ends a membership; the person's sessions here end with it. Throws as {@link changeRole}. */
  async end(caller: Caller, accountId: string): Promise<void> {
    await this.#change(caller, accountId, false, async (tx, from) => {
      await endMembership(tx, accountId);
      return { act: 'member.ended', details: { from } };
    });
  }

  #change(
    caller: Caller,
    accountId: string,
    staysAdmin: boolean,
    write: (tx: Tx, from: MemberRole) => Promise<{ act: string; details: Record<string, string> }>,
  ): Promise<void> {
    return this.#database.tx(caller, async (tx) => {
      const members = await lockMembers(tx);
      const from = members.get(accountId);
      if (from === undefined) {
        throw new LunaError('MEMBER_UNKNOWN', 'Nobody with this id belongs to your organisation.');
      }
      checkGrant(caller.role, from);
      const admins = [...members.values()].filter((role) => role === 'ADMIN').length;
      if (from === 'ADMIN' && !staysAdmin && admins === 1) {
        throw new LunaError(
          'LAST_ADMIN',
          'An organisation keeps an ADMIN. Make somebody else one first.',
        );
      }
      const done = await write(tx, from);
      await recordAct(tx, caller, this.#clock.now(), {
        ...done,
        subject: { type: 'account', id: accountId },
      });
    });
  }
}
