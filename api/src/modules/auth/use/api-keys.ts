import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { z } from 'zod';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import {
  countKeys,
  insertKey,
  newKeyId,
  readKeys,
  revokeKey,
  type KeyRow,
} from '../data/api-keys.ts';
import { scopesTooMany } from '../rules/key-scopes.ts';
import type { Permission } from '../rules/permissions.ts';
import type { MemberRole } from '../rules/roles.ts';
import { secretHash } from '../secret-hash.ts';
import { audit } from './audit.ts';
import { Callers } from './callers.ts';
import type { Person } from './person.ts';

export type KeyOrder = {
  name: string;
  role: MemberRole;
  scopes: readonly Permission[];
  /** Unix milliseconds. */
  expiresAt: number | null;
};

/** API keys: for machines, of an organisation, never more than whoever makes them may do. */
@Injectable()
export class ApiKeys {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #callers: Callers;

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    callers: Callers,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#callers = callers;
  }

  /** The organisation's keys, newest first, revoked ones included. Throws CURSOR_INVALID. */
  async list(
    { organizationId }: Pick<Person, 'organizationId'>,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<Page<KeyRow>> {
    const { after, page } = readCursor(cursor, z.uuid());
    const { rows, total } = await this.#database.tx({}, async (tx) => ({
      rows: await readKeys(tx, organizationId, { after, limit: limit + 1 }),
      total: await countKeys(tx, organizationId),
    }));
    return pageOf(rows, ({ id }) => id, { total, page, limit });
  }

  /**
   * Makes a key; `secret` is shown this once and kept as a hash. Its actor is itself.
   * Throws SCOPE_NOT_HELD for what its maker may not do, or its role never may.
   */
  async create(
    person: Person,
    held: ReadonlySet<Permission>,
    order: KeyOrder,
  ): Promise<{ key: KeyRow; secret: string }> {
    const tooMany = scopesTooMany(order, held);
    if (tooMany.length > 0) {
      const message = `A key cannot do more than you and its role may; leave out ${tooMany.join(', ')}.`;
      throw new LunaError('SCOPE_NOT_HELD', message);
    }
    const now = this.#clock.now();
    const { organizationId, accountId: createdBy } = person;
    return this.#database.tx({}, async (tx) => {
      const id = await newKeyId(tx);
      const secret = `luna_${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
      const hash = secretHash(secret);
      const made = { ...order, id, organizationId, createdBy, actorId: id, hash };
      const key = await insertKey(tx, made, now);
      if (key === undefined) throw new TypeError('a random key that exists already');
      await audit(tx, { ...person, now }, 'key.created', {
        subject: { type: 'key', id },
        details: { name: order.name, role: order.role, scopes: order.scopes.length },
      });
      return { key, secret };
    });
  }

  /** Ends a key for ever, everywhere within five seconds. Throws KEY_UNKNOWN. */
  async revoke(person: Person, id: string): Promise<void> {
    const now = this.#clock.now();
    const hash = await this.#database.tx({}, async (tx) => {
      const revoked = await revokeKey(tx, person.organizationId, id, now);
      if (revoked === undefined) {
        throw new LunaError('KEY_UNKNOWN', 'This organisation has no key of this id in use.');
      }
      await audit(tx, { ...person, now }, 'key.revoked', { subject: { type: 'key', id } });
      return revoked;
    });
    this.#callers.forgetKey(hash);
  }
}
