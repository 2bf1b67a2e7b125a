import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import {
  decodePublicKey,
  didDocument,
  encodePublicKey,
  verificationMethodId,
  type JsonObject,
} from '@luna/passport';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK, PUBLIC_DATABASE, REQUEST_SECRET } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import {
  listKeys,
  lockKeys,
  replaceKey,
  revokeKey,
  signingKey,
  type IssuerKey,
  type SealedKey,
} from '../data/issuer-keys.ts';
import { issuerKeyView, type IssuerKeyView, type IssuerView } from '../http/views.ts';
import { Addresses } from '../rules/addresses.ts';
import { KeySafe } from './key-safe.ts';

/** Organisations as issuers: their did:web documents, and the keys in them. */
@Injectable()
export class Issuers {
  readonly #database: Database;
  readonly #public: Database;
  readonly #safe: KeySafe;
  readonly #clock: Clock;
  readonly #addresses: Addresses;
  readonly #rotation;

  constructor(
    database: Database,
    @Inject(PUBLIC_DATABASE) publicDatabase: Database,
    safe: KeySafe,
    @Inject(CLOCK) clock: Clock,
    addresses: Addresses,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#public = publicDatabase;
    this.#safe = safe;
    this.#clock = clock;
    this.#addresses = addresses;
    this.#rotation = {
      route: 'credentials.rotate',
      secret,
      parts: () => [],
      result: issuerKeyView,
    };
  }

  /** Throws ISSUER_UNKNOWN for whoever has never had a key. */
  async didDocument(organizationId: string): Promise<JsonObject> {
    const keys = await this.#public.tx({}, (tx) => listKeys(tx, organizationId));
    if (keys.length === 0) {
      throw new LunaError('ISSUER_UNKNOWN', 'No organisation issues credentials under this id.');
    }
    return didDocument({
      did: this.#addresses.did(organizationId),
      keys: keys.map(({ publicKey, revokedAt }) => ({
        publicKey,
        ...(revokedAt !== null && { revoked: revokedAt }),
      })),
    });
  }

  /** The organisation's keys, oldest first. */
  async list({ organizationId }: Caller): Promise<IssuerView> {
    const keys = await this.#public.tx({}, (tx) => listKeys(tx, organizationId));
    const did = this.#addresses.did(organizationId);
    return { did, keys: keys.map((key) => viewOf(did, key)) };
  }

  /** The key that signs for the caller's organisation; its first one is made here. */
  async signingKey(caller: Caller): Promise<SealedKey> {
    const found = await this.#database.tx(caller, signingKey);
    if (found !== undefined) return found;
    const made = await this.#safe.make(caller.organizationId);
    return this.#database.tx(caller, async (tx) => {
      await lockKeys(tx, caller.organizationId, 'alone');
      const present = await signingKey(tx);
      if (present !== undefined) return present;
      await this.#replace(tx, caller, made, 'issuer_key.created');
      return made;
    });
  }

  /** Makes a new key sign from now on; what the one before signed stays good. */
  async rotate(caller: Caller, key: string | undefined): Promise<IssuerKeyView> {
    const { organizationId } = caller;
    const made = await this.#safe.make(organizationId);
    return runSingle(this.#database, caller, this.#rotation, { key, item: {} }, async (tx) => {
      await lockKeys(tx, organizationId, 'alone');
      await this.#replace(tx, caller, made, 'issuer_key.rotated');
      return [done(await this.#view(tx, organizationId, made.publicKey))];
    });
  }

  /**
   * Revokes a lost or stolen key, once and for ever; when it is the one that signs, a new one does from
   * now on. Throws ISSUER_KEY_UNKNOWN, for a key of another organisation as well.
   */
  async revoke(caller: Caller, id: string, reason: string): Promise<IssuerKeyView> {
    const { organizationId } = caller;
    const publicKey = publicKeyOf(id);
    const successor = await this.#safe.make(organizationId);
    return this.#database.tx(caller, async (tx) => {
      await lockKeys(tx, organizationId, 'alone');
      const before = await this.#view(tx, organizationId, publicKey);
      if (before.revokedAt !== null) return before;
      if (before.retiredAt === null) {
        await this.#replace(tx, caller, successor, 'issuer_key.rotated');
      }
      await revokeKey(tx, publicKey);
      await recordAct(tx, caller, this.#clock.now(), {
        act: 'issuer_key.revoked',
        subject: { type: 'issuer_key', id },
        details: { reason },
      });
      return this.#view(tx, organizationId, publicKey);
    });
  }

  async #replace(tx: Tx, caller: Caller, key: SealedKey, act: string): Promise<void> {
    await replaceKey(tx, caller.organizationId, key);
    await recordAct(tx, caller, this.#clock.now(), {
      act,
      subject: { type: 'issuer_key', id: encodePublicKey(key.publicKey) },
    });
  }

  async #view(tx: Tx, organizationId: string, publicKey: Uint8Array): Promise<IssuerKeyView> {
    const keys = await listKeys(tx, organizationId);
    const found = keys.find((key) => Buffer.compare(key.publicKey, publicKey) === 0);
    if (found === undefined) throw keyUnknown();
    return viewOf(this.#addresses.did(organizationId), found);
  }
}

function viewOf(did: string, { publicKey, ...times }: IssuerKey): IssuerKeyView {
  return {
    id: encodePublicKey(publicKey),
    verificationMethod: verificationMethodId(did, publicKey),
    ...times,
  };
}

function publicKeyOf(id: string): Uint8Array {
  try {
    return decodePublicKey(id);
  } catch {
    throw keyUnknown();
  }
}

function keyUnknown(): LunaError {
  return new LunaError('ISSUER_KEY_UNKNOWN', 'Your organisation has no signing key with this id.');
}
