import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '@luna/database';
import { LunaError, type Clock, type Logger, type Metrics } from '@luna/runtime';
import { Counter } from 'prom-client';
import { AUTH_DATABASE, CLOCK, LOGGER, METRICS } from '../../../parts.ts';
import type { From } from '../caller.ts';
import { findAccount, type AccountRow } from '../data/accounts.ts';
import type { Issued } from './begin-session.ts';
import { Identity, type Proof } from './identity.ts';
import { Sessions } from './sessions.ts';

/**
 * Login with e-mail, password and, where enabled, a second factor. What fails is counted and logged,
 * and writes no event: anybody could fill the ledger with them.
 */
@Injectable()
export class SignIn {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #identity: Identity;
  readonly #sessions: Sessions;
  readonly #logger: Logger;
  readonly #outcomes: Counter<'outcome'>;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
    @Inject(METRICS) metrics: Metrics,
    identity: Identity,
    sessions: Sessions,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#identity = identity;
    this.#sessions = sessions;
    this.#logger = logger;
    this.#outcomes = new Counter({
      name: 'luna_logins_total',
      help: 'Logins by outcome: SIGNED_IN or the code of the refusal',
      labelNames: ['outcome'],
      registers: [metrics],
    });
  }

  /** Throws CREDENTIALS_WRONG, TOTP_REQUIRED, TOTP_WRONG. */
  async signIn({ email, ...proof }: Proof & { email: string }, from: From): Promise<Issued> {
    const found = await this.#database.tx({}, (tx) => findAccount(tx, email));
    const weighed = await this.#identity.weigh(found, proof);
    const admit = (tx: Tx, account: AccountRow | undefined) =>
      this.#identity.admit(tx, account, weighed, this.#clock.now());
    try {
      const issued = await this.#sessions.begin(found?.id, from, undefined, admit);
      this.#outcomes.inc({ outcome: 'SIGNED_IN' });
      return issued;
    } catch (error) {
      if (error instanceof LunaError) {
        this.#outcomes.inc({ outcome: error.code });
        const { code } = error;
        this.#logger.info({ code, accountId: found?.id, address: from.address }, 'login refused');
      }
      throw error;
    }
  }
}
