import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, required, type Config } from '@luna/runtime';
import {
  currentKey,
  keyById,
  keyIdOf,
  makeKey,
  masterKeyOf,
  open,
  seal,
  unwrap,
  type DataKey,
  type KeyRow,
  type Owner,
} from '@luna/vault';
import { AUTH_DATABASE, CONFIG } from '../../parts.ts';

/** How long a process goes on using a key that was retired or destroyed meanwhile. */
const KEPT_MS = 60_000;

/**
 * Sealing at rest. Every organisation has a data key, made when first needed and wrapped by
 * MASTER_KEY_HEX. `luna keys` gives it another one and seals anew, or destroys it; this process
 * learns of that within a minute.
 */
@Injectable()
export class Vault {
  readonly #database: Database;
  readonly #config: Config;
  /** By owner the key that seals, by owner and key id the one that opens. */
  readonly #kept = new Map<string, { key: DataKey; until: number }>();

  constructor(@Inject(AUTH_DATABASE) database: Database, @Inject(CONFIG) config: Config) {
    this.#database = database;
    this.#config = config;
  }

  /**
   * Seals bytes with the owner's data key. `purpose` says what and where, as `table.column/row id`,
   * and must be the same when it is opened; columns stand in `@luna/vault`, or renewing a key passes
   * them by. Throws VAULT_KEY_DESTROYED, VAULT_UNAVAILABLE.
   */
  async seal(owner: Owner, purpose: string, bytes: Uint8Array): Promise<Buffer> {
    const { id, key } = await this.#remember(owner, () => this.#current(owner));
    return seal(key, id, purpose, bytes);
  }

  /** Inverse of {@link seal}. Throws VAULT_SEAL_BROKEN, VAULT_KEY_DESTROYED, VAULT_UNAVAILABLE. */
  async open(owner: Owner, purpose: string, sealed: Uint8Array): Promise<Uint8Array> {
    const id = keyIdOf(sealed);
    const { key } = await this.#remember(`${owner}/${id}`, () => this.#named(owner, id));
    return open(key, id, purpose, sealed);
  }

  async #remember(name: string, read: () => Promise<DataKey>): Promise<DataKey> {
    const kept = this.#kept.get(name);
    if (kept !== undefined && kept.until > performance.now()) return kept.key;
    this.#kept.delete(name);
    const key = await read();
    this.#kept.set(name, { key, until: performance.now() + KEPT_MS });
    return key;
  }

  async #current(owner: Owner): Promise<DataKey> {
    const master = this.#master();
    const row = await this.#database.tx({}, async (tx) => {
      const found = await currentKey(tx, owner);
      if (found !== undefined) return found;
      await makeKey(tx, master, owner);
      return currentKey(tx, owner);
    });
    if (row === undefined) throw new TypeError('the key just made is not there');
    return this.#unwrap(row);
  }

  async #named(owner: Owner, id: string): Promise<DataKey> {
    const row = await this.#database.tx({}, (tx) => keyById(tx, owner, id));
    if (row !== undefined) return this.#unwrap(row);
    const message = 'A sealed value does not open: its key is not one of this owner.';
    throw new LunaError('VAULT_SEAL_BROKEN', message);
  }

  /** Between a rotation of the master key and the restart that brings the new one, nothing opens. */
  #unwrap(row: KeyRow): DataKey {
    try {
      return unwrap(this.#master(), row);
    } catch (cause) {
      if (!(cause instanceof LunaError) || cause.code !== 'MASTER_KEY_WRONG') throw cause;
      throw new LunaError(
        'VAULT_UNAVAILABLE',
        'The key of this service was changed, and it has not been started with the new one yet. Try again in a minute.',
        { cause, retryable: true },
      );
    }
  }

  #master() {
    return masterKeyOf(required(this.#config, 'MASTER_KEY_HEX'));
  }
}
