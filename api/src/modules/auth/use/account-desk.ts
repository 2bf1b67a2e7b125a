import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import {
  lockAccount,
  readAccount,
  setPassword,
  updateProfile,
  type AccountRow,
} from '../data/accounts.ts';
import { readMemberships } from '../data/memberships.ts';
import { endSessions } from '../data/sessions.ts';
import type { Locale } from '../rules/locale.ts';
import { NO_ORGANIZATION } from '../rules/token-claims.ts';
import { standingIn } from '../rules/standing.ts';
import { audit } from './audit.ts';
import type { Issued } from './begin-session.ts';
import { Identity, type Proof } from './identity.ts';
import { Links } from './links.ts';
import { hashPassword } from './password-hash.ts';
import type { Person } from './person.ts';
import { checkPassword } from './registration.ts';
import { Revocations } from './revocations.ts';

/** A person, as what they act, and where else they belong. */
export type Profile = Pick<Issued, 'account' | 'standing' | 'memberships'>;

/** What people do about their own account. */
@Injectable()
export class AccountDesk {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #identity: Identity;
  readonly #links: Links;
  readonly #revocations: Revocations;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    identity: Identity,
    links: Links,
    revocations: Revocations,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#identity = identity;
    this.#links = links;
    this.#revocations = revocations;
  }

  profile(person: Person): Promise<Profile> {
    return this.#database.tx({}, (tx) => readProfile(tx, person));
  }

  /** Changes name or language. */
  update(
    person: Person,
    changes: { displayName?: string | undefined; locale?: Locale | undefined },
  ): Promise<Profile> {
    return this.#database.tx({}, async (tx) => {
      await updateProfile(tx, person.accountId, changes);
      return readProfile(tx, person);
    });
  }

  /**
   * Sets a new password and ends every other session.
   * Throws what {@link reauthenticate} throws, and PASSWORD_REFUSED.
   */
  async changePassword(person: Person, proof: Proof, password: string): Promise<void> {
    const hash = await hashPassword(password);
    const ended = await this.reauthenticate(
      person,
      proof,
      'password.changed',
      async (tx, account, now) => {
        checkPassword(password, [account.email, account.displayName]);
        await setPassword(tx, account.id, hash, now);
        return endSessions(tx, account.id, 'password', { keep: person.sessionId });
      },
    );
    this.#revocations.add(ended);
  }

  /**
   * Does something to how a person signs in, after they have proven again who they are (ASVS 5.0
   * V7.5.1): records it as `act`, and writes them a letter. `work` runs with the account locked.
   * Throws CREDENTIALS_WRONG, TOTP_REQUIRED, TOTP_WRONG.
   */
  async reauthenticate<T>(
    person: Person,
    proof: Proof,
    act: string,
    work: (tx: Tx, account: AccountRow, now: number) => Promise<T>,
  ): Promise<T> {
    const before = await this.#database.tx({}, (tx) => readAccount(tx, person.accountId));
    const weighed = await this.#identity.weigh(before, proof);
    const done = await this.#database.tx({}, async (tx) => {
      const now = this.#clock.now();
      const account = await lockAccount(tx, person.accountId);
      const refused = await this.#identity.admit(tx, account, weighed, now);
      if (refused !== undefined) return refused;
      if (account === undefined) throw new TypeError('nobody was admitted');
      const result = await work(tx, account, now);
      await audit(tx, { ...person, now }, act);
      return { result, account };
    });
    if (done instanceof LunaError) throw done;
    this.#links.tell(done.account, 'changed');
    return done.result;
  }
}

async function readProfile(tx: Tx, { accountId, organizationId }: Person): Promise<Profile> {
  const account = await readAccount(tx, accountId);
  const memberships = await readMemberships(tx, accountId);
  const wanted = organizationId === NO_ORGANIZATION ? null : organizationId;
  const standing = standingIn(memberships, wanted);
  if (account === undefined || standing === undefined) {
    throw new LunaError('SESSION_ENDED', 'This session has ended. Sign in again.');
  }
  return { account, standing, memberships };
}
