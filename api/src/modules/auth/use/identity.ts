import { Injectable } from '@nestjs/common';
import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { PLATFORM, totpPurpose } from '@luna/vault';
import { Vault } from '../../vault/vault.public.ts';
import { countFailure, countSuccess, type AccountRow } from '../data/accounts.ts';
import { takeRecoveryCode } from '../data/recovery-codes.ts';
import { restAfter } from '../rules/lockout.ts';
import { normalizedCode } from '../rules/recovery-codes.ts';
import { totpStep } from '../rules/totp.ts';
import { secretHash } from '../secret-hash.ts';
import { passwordMatches } from './password-hash.ts';

/** With what somebody proves who they are. */
export type Proof = {
  password: string;
  totp?: string | undefined;
  recoveryCode?: string | undefined;
};

/** A proof, as far as it can be judged before the account is locked: the slow part. */
export type Weighed = {
  proof: Proof;
  /** The hash that the password is right for; undefined when it is wrong. */
  rightFor: string | null | undefined;
  totpSecret: string | undefined;
};

/** Judges passwords and second factors, and counts failures. */
@Injectable()
export class Identity {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Outside of any transaction; takes as long for an account that does not exist. */
  async weigh(account: AccountRow | undefined, proof: Proof): Promise<Weighed> {
    const right = await passwordMatches(account?.passwordHash, proof.password);
    const totpSecret = account?.totpSealed
      ? Buffer.from(await this.#vault.open(PLATFORM, totpPurpose(account.id), account.totpSealed))
      : undefined;
    const rightFor = right ? account?.passwordHash : undefined;
    return { proof, rightFor, totpSecret: totpSecret?.toString('utf8') };
  }

  /**
   * Judges a weighed proof against the locked account; the refusal is returned, because the failure
   * it counts is to be kept. Of many guesses at once those after the fifth meet a resting account,
   * right or wrong. Why a login fails is told only to who knows the password.
   */
  async admit(
    tx: Tx,
    account: AccountRow | undefined,
    { proof, rightFor, totpSecret }: Weighed,
    now: number,
  ): Promise<LunaError | undefined> {
    if (account === undefined || (account.lockedUntil ?? 0) > now) return wrong();
    const fail = async (refusal: LunaError) => {
      const failures = account.failedLogins + 1;
      const rest = restAfter(failures);
      await countFailure(tx, account.id, failures, rest === 0 ? null : now + rest);
      return refusal;
    };
    if (rightFor === undefined || rightFor !== account.passwordHash) return fail(wrong());
    if (account.disabled || !account.verified) return wrong();
    if (!account.totpEnabled) {
      await countSuccess(tx, account.id, undefined);
      return undefined;
    }
    const { totp, recoveryCode } = proof;
    if (recoveryCode !== undefined) {
      const hash = secretHash(normalizedCode(recoveryCode));
      if (!(await takeRecoveryCode(tx, account.id, hash, now))) return fail(wrongCode());
      await countSuccess(tx, account.id, undefined);
      return undefined;
    }
    if (totp === undefined || totpSecret === undefined) return codeRequired();
    const step = totpStep(totpSecret, totp, { now, after: account.totpLastStep });
    if (step === undefined) return fail(wrongCode());
    await countSuccess(tx, account.id, step);
    return undefined;
  }
}

/** What a TOTP secret is sealed for. */
function wrong(): LunaError {
  return new LunaError(
    'CREDENTIALS_WRONG',
    'E-mail or password is wrong, or the address is not confirmed yet. After five failures an account rests for up to 15 minutes.',
  );
}

function codeRequired(): LunaError {
  const message = 'Send the code of your authenticator app as `totp`, or a `recoveryCode`.';
  return new LunaError('TOTP_REQUIRED', message);
}

function wrongCode(): LunaError {
  return new LunaError(
    'TOTP_WRONG',
    'This code is wrong or was used before. Wait for the next one, or take a recovery code.',
  );
}
