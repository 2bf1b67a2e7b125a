import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@luna/database';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { CLOCK, CONFIG } from '../../../parts.ts';
import { Mailer } from '../../mail/mail.public.ts';
import type { AccountRow } from '../data/accounts.ts';
import { insertLink, takeLink, type Purpose } from '../data/link-tokens.ts';
import { letter, type LetterKind } from '../rules/letters.ts';
import { secretHash } from '../secret-hash.ts';

const GOOD_MS = 30 * 60_000;
/** Tokens stand behind `#`, so that no server, log or referrer sees them. */
const PAGES = { verify: '/verify-email#', reset: '/reset-password#' } as const;

/** Letters about accounts and the single-use links in them: good for 30 minutes, kept as a hash. */
@Injectable()
export class Links {
  readonly #mailer: Mailer;
  readonly #clock: Clock;
  readonly #config: Config;

  constructor(mailer: Mailer, @Inject(CLOCK) clock: Clock, @Inject(CONFIG) config: Config) {
    this.#mailer = mailer;
    this.#clock = clock;
    this.#config = config;
  }

  /**
   * Makes a link and tells what sends it, once the transaction is kept. Nothing is sent when the
   * person has three good links of this purpose already.
   */
  async make(
    tx: Tx,
    account: AccountRow,
    purpose: Purpose,
    passwordHash: string | null = null,
  ): Promise<() => void> {
    const token = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    const link = { accountId: account.id, purpose, passwordHash, expiresAt: now + GOOD_MS };
    const made = await insertLink(tx, { hash: secretHash(token), ...link }, now);
    return () => {
      if (made) this.#post(account, purpose, `${PAGES[purpose]}${token}`);
    };
  }

  /** Uses a link up. Throws LINK_INVALID when it is unknown, used or too old. */
  async take(tx: Tx, token: string, purpose: Purpose) {
    const taken = await takeLink(tx, secretHash(token), purpose, this.#clock.now());
    if (taken !== undefined) return taken;
    throw new LunaError(
      'LINK_INVALID',
      'This link is not known, has been used or is older than 30 minutes. Ask for a new one.',
    );
  }

  /** Tells a person something about their account. */
  tell(account: AccountRow, kind: 'known' | 'changed'): void {
    this.#post(account, kind, '/sign-in');
  }

  #post({ email, locale }: AccountRow, kind: LetterKind, path: string): void {
    this.#mailer.post({ to: email, ...letter(kind, locale, `${this.#config.PUBLIC_URL}${path}`) });
  }
}
