import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import {
  encodeStatusList,
  statusBits,
  statusListCredential,
  type JsonObject,
} from '@luna/passport';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK } from '../../../parts.ts';
import { signingKey } from '../data/issuer-keys.ts';
import { readStatusList } from '../data/status-lists.ts';
import { Addresses } from '../rules/addresses.ts';
import { KeySafe } from './key-safe.ts';

const DAY_MS = 24 * 3_600_000;
/** From the beginning of the day: a copy is good for 12 to 36 hours. */
const VALID_MS = 1.5 * DAY_MS;

/**
 * Status lists, signed when they are asked for. What they say follows from the rows and the day alone,
 * and Ed25519 is deterministic, so every process gives out the same bytes and none needs to keep them.
 */
@Injectable()
export class StatusLists {
  readonly #database: Database;
  readonly #safe: KeySafe;
  readonly #clock: Clock;
  readonly #addresses: Addresses;

  constructor(
    database: Database,
    safe: KeySafe,
    @Inject(CLOCK) clock: Clock,
    addresses: Addresses,
  ) {
    this.#database = database;
    this.#safe = safe;
    this.#clock = clock;
    this.#addresses = addresses;
  }

  /** The signed list `number` of an organisation. Throws STATUS_LIST_UNKNOWN. */
  async read(organizationId: string, number: number): Promise<JsonObject> {
    const { list, key } = await this.#database.tx({ organizationId }, async (tx) => ({
      list: await readStatusList(tx, organizationId, number),
      key: await signingKey(tx),
    }));
    if (list === undefined || key === undefined) {
      throw new LunaError('STATUS_LIST_UNKNOWN', 'There is no status list at this address.');
    }
    const now = this.#clock.now();
    const today = now - (now % DAY_MS);
    const validFrom = new Date(Math.max(today, Math.min(list.changedAt ?? 0, now))).toISOString();
    const credential = statusListCredential({
      id: this.#addresses.statusList(organizationId, number),
      issuer: this.#addresses.did(organizationId),
      encodedList: await encodeStatusList(statusBits(list.revoked)),
      validFrom,
      validUntil: new Date(today + VALID_MS).toISOString(),
    });
    return this.#safe.sign(organizationId, key, credential, validFrom);
  }
}
