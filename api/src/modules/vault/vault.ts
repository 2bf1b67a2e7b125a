import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { bytea, type Database } from '@luna/database';
import { LunaError, required, type Config } from '@luna/runtime';
import { z } from 'zod';
import { AUTH_DATABASE, CONFIG } from '../../parts.ts';
import { keyIdOf, open, seal } from './seal.ts';

/** Whose data key: an organisation's (its UUID), or the one of what belongs to no organisation. */
export type Owner = string;
export const PLATFORM: Owner = 'platform';

const keyRow = z.object({ id: z.uuid(), owner: z.string(), wrapped: bytea.nullable() });
type DataKey = { id: string; owner: Owner; key: Uint8Array };

/** How long a process goes on using a key that another one has destroyed. */
const KEPT_MS = 60_000;

/**
 * Sealing at rest. Every organisation has a data key, made when first needed and wrapped by
 * MASTER_KEY_HEX; destroying it makes everything it sealed unreadable, here within a minute and in
 * every backup from which `auth.data_key` is withheld.
 */
@Injectable()
export class Vault {
  readonly #database: Database;
  readonly #config: Config;
  readonly #kept = new Map<Owner, { key: DataKey; until: number }>();

  constructor(@Inject(AUTH_DATABASE) database: Database, @Inject(CONFIG) config: Config) {
    this.#database = database;
    this.#config = config;
  }

  /**
   * Seals bytes with the owner's data key. `purpose` says what and where, as `table.column/row id`,
   * and must be the same when it is opened. Throws VAULT_KEY_DESTROYED.
   */
  async seal(owner: Owner, purpose: string, bytes: Uint8Array): Promise<Buffer> {
    const { id, key } = await this.#keyOf(owner);
    return seal(key, id, purpose, bytes);
  }

  /** Inverse of {@link seal}. Throws VAULT_SEAL_BROKEN, VAULT_KEY_DESTROYED. */
  async open(owner: Owner, purpose: string, sealed: Uint8Array): Promise<Uint8Array> {
    // Before the key is asked for: what is not ours must not make a key.
    keyIdOf(sealed);
    const { id, key } = await this.#keyOf(owner);
    return open(key, id, purpose, sealed);
  }

  /** Destroys the owner's data key for ever; no new one is made for them. */
  async destroy(owner: Owner): Promise<void> {
    await this.#database.tx({}, (tx) =>
      tx.execute(
        `INSERT INTO auth.data_key AS k (owner, destroyed_at) VALUES ($1, now())
         ON CONFLICT ON CONSTRAINT data_key_owner
         DO UPDATE SET wrapped = NULL, destroyed_at = coalesce(k.destroyed_at, now())`,
        [owner],
      ),
    );
    this.#kept.delete(owner);
  }

  async #keyOf(owner: Owner): Promise<DataKey> {
    const kept = this.#kept.get(owner);
    if (kept !== undefined && kept.until > performance.now()) return kept.key;
    const key = await this.#read(owner);
    this.#kept.set(owner, { key, until: performance.now() + KEPT_MS });
    return key;
  }

  async #read(owner: Owner): Promise<DataKey> {
    const master = Buffer.from(required(this.#config, 'MASTER_KEY_HEX'), 'hex');
    const row = await this.#database.tx({}, async (tx) => {
      const find = () =>
        tx.row(keyRow, 'SELECT id, owner, wrapped FROM auth.data_key WHERE owner = $1', [owner]);
      const found = await find();
      if (found !== undefined) return found;
      // The first of several processes makes it; the others read that one.
      await tx.execute(
        `INSERT INTO auth.data_key (owner, wrapped) VALUES ($1, $2)
         ON CONFLICT ON CONSTRAINT data_key_owner DO NOTHING`,
        [owner, wrap(master, owner, randomBytes(32))],
      );
      return find();
    });
    if (row?.wrapped == null) {
      throw new LunaError('VAULT_KEY_DESTROYED', `The data key of ${owner} has been destroyed.`);
    }
    return { id: row.id, owner, key: unwrap(master, owner, row.wrapped) };
  }
}

/** Stands for the master key where a value carries the id of its key. */
const MASTER = '00000000-0000-0000-0000-000000000000';

const wrap = (master: Uint8Array, owner: Owner, key: Uint8Array) =>
  seal(master, MASTER, `auth.data_key.wrapped/${owner}`, key);

const unwrap = (master: Uint8Array, owner: Owner, wrapped: Uint8Array) =>
  open(master, MASTER, `auth.data_key.wrapped/${owner}`, wrapped);
