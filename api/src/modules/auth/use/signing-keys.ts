import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { PLATFORM, signingKeyPurpose } from '@luna/vault';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import { Vault } from '../../vault/vault.public.ts';
import { readSigningKeys, writeSigningKey, type SigningKeyRow } from '../data/signing-keys.ts';
import { believedKeys, nextKey, signingKey, type KeyTimes } from '../rules/signing-plan.ts';

export type SigningKey = KeyTimes & {
  kid: string;
  jwk: JWK;
  publicKey: KeyObject;
  privateSealed: Uint8Array;
};

/** How old the ring may be before it is read again. */
const FRESH_MS = 60_000;
/** How soon a token with an unknown `kid` may make us read again: anybody can invent one. */
const UNKNOWN_MS = 5_000;

/**
 * The RSA keys that sign tokens. Read from the database at most once a minute; whoever reads also
 * makes the next key when its time has come, so rotation needs no schedule.
 */
@Injectable()
export class SigningKeys {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #privateKeys = new Map<string, KeyObject>();
  #ring: { keys: readonly SigningKey[]; readAt: number } | undefined;
  #reading: Promise<readonly SigningKey[]> | undefined;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    vault: Vault,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#vault = vault;
  }

  /** The key to sign with now. */
  async signer(): Promise<{ kid: string; privateKey: KeyObject }> {
    const key = signingKey(await this.#keys(FRESH_MS), this.#clock.now());
    if (key === undefined) {
      throw new LunaError(
        'SIGNING_KEY_MISSING',
        'No signing key is valid now. Is the clock right?',
      );
    }
    let privateKey = this.#privateKeys.get(key.kid);
    if (privateKey === undefined) {
      const der = await this.#vault.open(PLATFORM, signingKeyPurpose(key.kid), key.privateSealed);
      privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
      this.#privateKeys.set(key.kid, privateKey);
    }
    return { kid: key.kid, privateKey };
  }

  /** The public key of this id, if its signatures count now. */
  async verifier(kid: string | undefined): Promise<KeyObject | undefined> {
    const find = async (maxAge: number) =>
      believedKeys(await this.#keys(maxAge), this.#clock.now()).find((key) => key.kid === kid);
    return ((await find(FRESH_MS)) ?? (await find(UNKNOWN_MS)))?.publicKey;
  }

  /** The key set as others read it (RFC 7517). */
  async jwks(): Promise<{ keys: JWK[] }> {
    const keys = believedKeys(await this.#keys(FRESH_MS), this.#clock.now());
    return { keys: keys.map(({ kid, jwk }) => ({ ...jwk, kid, alg: 'RS256', use: 'sig' })) };
  }

  async #keys(maxAge: number): Promise<readonly SigningKey[]> {
    if (this.#ring !== undefined && this.#clock.now() - this.#ring.readAt < maxAge) {
      return this.#ring.keys;
    }
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<readonly SigningKey[]> {
    const now = this.#clock.now();
    let rows = await this.#database.tx({}, readSigningKeys);
    if (nextKey(rows, now) !== undefined) rows = await this.#makeNext(now);
    const keys = rows.map((row) => ({
      ...row,
      publicKey: createPublicKey({ key: row.jwk, format: 'jwk' }),
    }));
    this.#ring = { keys, readAt: this.#clock.now() };
    return keys;
  }

  /** Made before the transaction, which holds a lock so that of several processes one makes it. */
  async #makeNext(now: number): Promise<SigningKeyRow[]> {
    const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
    });
    const { kty, n, e } = publicKey.export({ format: 'jwk' });
    const jwk = { kty: kty ?? 'RSA', n: n ?? '', e: e ?? '' };
    const kid = await calculateJwkThumbprint(jwk);
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    const privateSealed = await this.#vault.seal(PLATFORM, signingKeyPurpose(kid), der);
    return this.#database.tx({}, async (tx) => {
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('auth.signing_key', 0))`);
      const plan = nextKey(await readSigningKeys(tx), now);
      if (plan !== undefined) {
        const { notBefore, othersRetireAt } = plan;
        await writeSigningKey(tx, { kid, jwk, privateSealed, notBefore }, othersRetireAt);
      }
      return readSigningKeys(tx);
    });
  }
}
