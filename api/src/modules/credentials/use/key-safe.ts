import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { publicKeyOf, signCredential, verificationMethodId, type JsonObject } from '@luna/passport';
import { issuerKeyPurpose } from '@luna/vault';
import { Vault } from '../../vault/vault.public.ts';
import type { SealedKey } from '../data/issuer-keys.ts';
import { Addresses } from '../rules/addresses.ts';

/** Seeds of organisations' keys: in the open only while something is signed. */
@Injectable()
export class KeySafe {
  readonly #vault: Vault;
  readonly #addresses: Addresses;

  constructor(vault: Vault, addresses: Addresses) {
    this.#vault = vault;
    this.#addresses = addresses;
  }

  /** A new key of an organisation, kept nowhere yet. */
  async make(organizationId: string): Promise<SealedKey> {
    const seed = randomBytes(32);
    const publicKey = publicKeyOf(seed);
    return {
      publicKey,
      sealed: await this.#vault.seal(organizationId, issuerKeyPurpose(publicKey), seed),
    };
  }

  /** The document signed in the organisation's name; `created` as `signCredential` wants it. */
  async sign(
    organizationId: string,
    { publicKey, sealed }: SealedKey,
    document: JsonObject,
    created: string,
  ): Promise<JsonObject> {
    return signCredential(document, {
      privateKey: await this.#vault.open(organizationId, issuerKeyPurpose(publicKey), sealed),
      verificationMethod: verificationMethodId(this.#addresses.did(organizationId), publicKey),
      created,
    });
  }
}
