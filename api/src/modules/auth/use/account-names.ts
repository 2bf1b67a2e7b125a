import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { AUTH_DATABASE } from '../../../parts.ts';
import { readAccounts } from '../data/accounts.ts';
import type { Locale } from '../rules/locale.ts';

/** What other modules may know of a person. */
export type AccountName = {
  email: string;
  verified: boolean;
  displayName: string;
  locale: Locale;
};

/** Names and addresses of people, for modules that know their ids. */
@Injectable()
export class AccountNames {
  readonly #database: Database;

  constructor(@Inject(AUTH_DATABASE) database: Database) {
    this.#database = database;
  }

  /** By account id; ids that nobody has are missing. */
  async of(ids: readonly string[]): Promise<Map<string, AccountName>> {
    const rows = await this.#database.tx({}, (tx) => readAccounts(tx, ids));
    return new Map(
      rows.map(({ id, email, verified, displayName, locale }) => [
        id,
        { email, verified, displayName, locale },
      ]),
    );
  }
}
