import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { PLATFORM, totpPurpose } from '@luna/vault';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import { Vault } from '../../vault/vault.public.ts';
import { enableTotp, lockAccount, offerTotp, readAccount, removeTotp } from '../data/accounts.ts';
import { replaceRecoveryCodes } from '../data/recovery-codes.ts';
import { recoveryCode, RECOVERY_CODES } from '../rules/recovery-codes.ts';
import { totpSecret, totpStep, totpUri } from '../rules/totp.ts';
import { secretHash } from '../secret-hash.ts';
import { AccountDesk } from './account-desk.ts';
import { audit } from './audit.ts';
import type { Proof } from './identity.ts';
import type { Person } from './person.ts';

/** Codes of an authenticator app, and the recovery codes for the day it is lost. */
@Injectable()
export class SecondFactor {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #vault: Vault;
  readonly #desk: AccountDesk;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    vault: Vault,
    desk: AccountDesk,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#vault = vault;
    this.#desk = desk;
  }

  /**
   * A secret to put into the app; nothing is asked for until {@link enable}.
   * Throws TOTP_ENABLED, and what {@link AccountDesk.reauthenticate} throws.
   */
  async begin(person: Person, proof: Proof): Promise<{ secret: string; uri: string }> {
    const secret = totpSecret(new Uint8Array(randomBytes(20)));
    const purpose = totpPurpose(person.accountId);
    const sealed = await this.#vault.seal(PLATFORM, purpose, Buffer.from(secret));
    return this.#desk.reauthenticate(person, proof, 'totp.begun', async (tx, account) => {
      if (account.totpEnabled) throw enabledAlready();
      await offerTotp(tx, account.id, sealed);
      return { secret, uri: totpUri(secret, account.email) };
    });
  }

  /** Asks for codes from now on, the app having shown a right one. Throws TOTP_NOT_BEGUN, TOTP_ENABLED, TOTP_WRONG. */
  async enable(person: Person, code: string): Promise<string[]> {
    const before = await this.#database.tx({}, (tx) => readAccount(tx, person.accountId));
    const offered = before?.totpSealed;
    if (!offered) {
      throw new LunaError(
        'TOTP_NOT_BEGUN',
        'Begin with POST /auth/totp/begin, which gives a secret.',
      );
    }
    const purpose = totpPurpose(person.accountId);
    const secret = Buffer.from(await this.#vault.open(PLATFORM, purpose, offered));
    return this.#database.tx({}, async (tx) => {
      const now = this.#clock.now();
      const account = await lockAccount(tx, person.accountId);
      if (account === undefined || account.totpEnabled) throw enabledAlready();
      const step = totpStep(secret.toString(), code, { now, after: account.totpLastStep });
      // Another secret may have been offered since this one was opened.
      if (step === undefined || !account.totpSealed?.equals(offered)) {
        throw new LunaError('TOTP_WRONG', 'This code is wrong. Is the clock of the phone right?');
      }
      await enableTotp(tx, account.id, step, now);
      await audit(tx, { ...person, now }, 'totp.enabled');
      return newCodes(tx, account.id);
    });
  }

  /** Asks for codes no longer. Throws what {@link AccountDesk.reauthenticate} throws. */
  disable(person: Person, proof: Proof): Promise<void> {
    return this.#desk.reauthenticate(person, proof, 'totp.disabled', async (tx, account) => {
      await removeTotp(tx, account.id);
      await replaceRecoveryCodes(tx, account.id, []);
    });
  }

  /** New recovery codes in the place of all others. Throws what {@link AccountDesk.reauthenticate} throws. */
  renewCodes(person: Person, proof: Proof): Promise<string[]> {
    return this.#desk.reauthenticate(person, proof, 'totp.codes_renewed', (tx, account) =>
      newCodes(tx, account.id),
    );
  }
}

async function newCodes(tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes(24)));
  await replaceRecoveryCodes(tx, accountId, codes.map(secretHash));
  return codes;
}

function enabledAlready(): LunaError {
  return new LunaError('TOTP_ENABLED', 'Codes are asked for already. Disable them first.');
}
