import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { recoverMessageAddress, size, type Address, type Hex } from 'viem';
import { generateSiweNonce } from 'viem/siwe';
import { AUTH_DATABASE, CLOCK, CONFIG } from '../../../parts.ts';
import {
  insertNonce,
  insertWallet,
  readWallets,
  takeNonce,
  unlinkWallet,
  type WalletRow,
} from '../data/wallets.ts';
import { readSiwe } from '../rules/siwe-message.ts';
import { audit } from './audit.ts';
import { signedByContract } from './contract-signature.ts';
import type { Person } from './person.ts';

const NONCE_MS = 10 * 60_000;

/** What a sign-in message must say; `expiresAt` in Unix milliseconds. */
export type Challenge = {
  nonce: string;
  expiresAt: number;
  domain: string;
  uri: string;
  chainId: number;
};

/** Addresses a person has proven to hold, by Sign-In with Ethereum: of keys, and of contracts (EIP-1271). */
@Injectable()
export class Wallets {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #config: Config;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#config = config;
  }

  /** A nonce for one message of this person, good for ten minutes, and what else it must say. */
  async challenge({ accountId }: Person): Promise<Challenge> {
    const nonce = generateSiweNonce();
    const expiresAt = this.#clock.now() + NONCE_MS;
    await this.#database.tx({}, (tx) => insertNonce(tx, nonce, accountId, expiresAt));
    const { PUBLIC_URL: uri, CHAIN_ID: chainId } = this.#config;
    return { nonce, expiresAt, domain: new URL(uri).host, uri, chainId };
  }

  /**
   * Links the signer's address. Throws SIWE_INVALID, SIWE_NONCE_INVALID, SIGNATURE_WRONG, WALLET_LINKED;
   * CHAIN_UNAVAILABLE (retryable) where only a contract could have signed and the chain does not answer.
   */
  async link(person: Person, message: string, signature: Hex): Promise<WalletRow> {
    const now = this.#clock.now();
    const { PUBLIC_URL: publicUrl, CHAIN_ID: chainId } = this.#config;
    const { address, nonce } = readSiwe(message, { publicUrl, chainId, now });
    const signed =
      (await signerOf(message, signature)) === address ||
      (await signedByContract(this.#config, address, message, signature));
    if (!signed) {
      throw new LunaError('SIGNATURE_WRONG', `The message was not signed by ${address}.`);
    }
    return this.#database.tx({}, async (tx) => {
      if (!(await takeNonce(tx, nonce, person.accountId, now))) {
        throw new LunaError(
          'SIWE_NONCE_INVALID',
          'This nonce is not yours, was used or is older than 10 minutes. Take a new one.',
        );
      }
      const wallet = await insertWallet(tx, person.accountId, address, now);
      if (wallet === undefined) {
        throw new LunaError('WALLET_LINKED', 'This address is linked to an account already.');
      }
      await audit(tx, { ...person, now }, 'wallet.linked', {
        subject: { type: 'wallet', id: address },
      });
      return wallet;
    });
  }

  list({ accountId }: Person): Promise<WalletRow[]> {
    return this.#database.tx({}, (tx) => readWallets(tx, accountId));
  }

  /** Throws WALLET_UNKNOWN. */
  async unlink(person: Person, id: string): Promise<void> {
    const now = this.#clock.now();
    await this.#database.tx({}, async (tx) => {
      if (!(await unlinkWallet(tx, person.accountId, id, now))) {
        throw new LunaError('WALLET_UNKNOWN', 'You have no linked wallet of this id.');
      }
      await audit(tx, { ...person, now }, 'wallet.unlinked', { subject: { type: 'wallet', id } });
    });
  }
}

/** Whose key signed; undefined for what no key makes. Only r, s and v of 65 bytes count, in one spelling. */
async function signerOf(message: string, signature: Hex): Promise<Address | undefined> {
  if (size(signature) !== 65) return undefined;
  return recoverMessageAddress({ message, signature }).catch(() => undefined);
}
