import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import { BoundedCache } from '../bounded-cache.ts';
import type { From } from '../caller.ts';
import {
  findAccount,
  insertAccount,
  lockAccount,
  setPassword,
  type AccountRow,
} from '../data/accounts.ts';
import { endSessions } from '../data/sessions.ts';
import type { Locale } from '../rules/locale.ts';
import { passwordFault } from '../rules/password-rule.ts';
import { NO_ORGANIZATION } from '../rules/token-claims.ts';
import { audit } from './audit.ts';
import { Links } from './links.ts';
import { hashPassword } from './password-hash.ts';
import { Revocations } from './revocations.ts';

export type NewAccount = {
  email: string;
  password: string;
  displayName: string;
  locale: Locale;
};

/** How long somebody told that they have an account is not told again, by this process. */
const TOLD_MS = 30 * 60_000;

/** How people come by an account and, having forgotten the password, come by it again. */
@Injectable()
export class Registration {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #links: Links;
  readonly #revocations: Revocations;
  /** Ids of accounts. */
  readonly #told = new BoundedCache<true>(10_000);

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    links: Links,
    revocations: Revocations,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#links = links;
    this.#revocations = revocations;
  }

  /**
   * Registers an address, or says nothing when it is registered: the answer and its time are the
   * same, the letter tells. The password counts once the link of this very registration is opened.
   * Throws PASSWORD_REFUSED.
   */
  async register({ password, ...person }: NewAccount): Promise<void> {
    checkPassword(password, [person.email, person.displayName]);
    const hash = await hashPassword(password);
    const post = await this.#database.tx({}, async (tx) => {
      const account = await insertAccount(tx, person);
      if (account === undefined) throw new TypeError('an account that cannot be read');
      if (account.verified) return () => this.#tellKnown(account);
      return this.#links.make(tx, account, 'verify', hash);
    });
    post();
  }

  /** Anybody can register somebody's address over and over. */
  #tellKnown(account: AccountRow): void {
    const now = this.#clock.now();
    if (this.#told.get(account.id, now) !== undefined) return;
    this.#told.set(account.id, true, now + TOLD_MS);
    this.#links.tell(account, 'known');
  }

  /** Confirms a registration by its link. Throws LINK_INVALID. */
  verify(token: string, from: From): Promise<void> {
    return this.#database.tx({}, async (tx) => {
      const { accountId, passwordHash } = await this.#links.take(tx, token, 'verify');
      const account = await lockAccount(tx, accountId);
      // Somebody may have got in by a reset in between; theirs is the password that stays.
      if (account === undefined || account.verified || passwordHash === null) return;
      const now = this.#clock.now();
      await setPassword(tx, accountId, passwordHash, now);
      await audit(tx, this.#acting(account, from, now), 'account.verified');
    });
  }

  /** Sends a link by which a new password may be chosen, if there is such an account. */
  async requestReset(email: string): Promise<void> {
    const post = await this.#database.tx({}, async (tx) => {
      const account = await findAccount(tx, email);
      if (account === undefined || account.disabled) return undefined;
      return this.#links.make(tx, account, 'reset');
    });
    post?.();
  }

  /**
   * Sets a new password by a link and ends all sessions; a second factor stays as it is.
   * Throws LINK_INVALID, PASSWORD_REFUSED, which leaves the link as it was.
   */
  async confirmReset(token: string, password: string, from: From): Promise<void> {
    const hash = await hashPassword(password);
    const { account, ended } = await this.#database.tx({}, async (tx) => {
      const { accountId } = await this.#links.take(tx, token, 'reset');
      const account = await lockAccount(tx, accountId);
      if (account === undefined) throw new TypeError('a link without its account');
      checkPassword(password, [account.email, account.displayName]);
      const now = this.#clock.now();
      await setPassword(tx, accountId, hash, now);
      const ended = await endSessions(tx, accountId, 'password');
      await audit(tx, this.#acting(account, from, now), 'password.reset');
      return { account, ended };
    });
    this.#revocations.add(ended);
    this.#links.tell(account, 'changed');
  }

  /** Nobody has signed in here, so there is no active organisation. */
  #acting({ id }: AccountRow, from: From, now: number) {
    return { accountId: id, organizationId: NO_ORGANIZATION, from, now };
  }
}

/** Throws PASSWORD_REFUSED with the reason. `about`: what is known of the person. */
export function checkPassword(password: string, about: readonly string[]): void {
  const fault = passwordFault(password, about);
  if (fault !== undefined) throw new LunaError('PASSWORD_REFUSED', fault);
}
