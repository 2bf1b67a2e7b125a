import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import { CLOCK, REQUEST_SECRET } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import { countTransfers, endTransfer, listTransfers, readTransfer } from '../data/transfers.ts';
import {
  transferView,
  type NewTransfer,
  type TransferQuery,
  type TransferView,
} from '../http/transfer.ts';
import { acceptTransfer } from './accept-transfer.ts';
import { offerTransfer } from './offer-transfer.ts';

type Decision = 'accept' | 'refuse' | 'withdraw';

/** Title passing between organisations: one offers, the other decides. */
@Injectable()
export class Transfers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #once;

  constructor(
    database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#once = (route: string) => ({
      route: `transfers.${route}`,
      secret,
      parts: (item: unknown) => [item],
      result: transferView,
    });
  }

  /** Offers to and from the caller's organisation, newest first. */
  list(
    caller: Caller,
    { limit, cursor, direction, state }: TransferQuery,
  ): Promise<Page<TransferView>> {
    const { after, page } = readCursor(cursor, z.uuid());
    const now = new Date(this.#clock.now());
    const filter = {
      from: direction === 'outgoing' ? caller.organizationId : undefined,
      to: direction === 'incoming' ? caller.organizationId : undefined,
      state,
    };
    return this.#database.tx(caller, async (tx) => {
      const found = await listTransfers(tx, filter, { before: after, limit: limit + 1, now });
      const total = await countTransfers(tx, filter, now);
      return pageOf(found, ({ id }) => id, { total, page, limit });
    });
  }

  /** Throws what {@link offerTransfer} throws. */
  offer(
    caller: Caller,
    key: string | undefined,
    passport: string,
    offer: NewTransfer,
  ): Promise<TransferView> {
    const item = { passport, offer };
    return runSingle(this.#database, caller, this.#once('offer'), { key, item }, async (tx) => {
      const now = this.#clock.now();
      return [done(await this.#view(tx, await offerTransfer(tx, caller, now, passport, offer)))];
    });
  }

  /**
   * Ends an open offer: the side it was made to accepts or refuses, the other withdraws. Throws
   * TRANSFER_UNKNOWN, TRANSFER_NOT_YOURS, TRANSFER_CLOSED and what {@link acceptTransfer} throws.
   */
  decide(
    caller: Caller,
    key: string | undefined,
    id: string,
    decision: Decision,
  ): Promise<TransferView> {
    const options = this.#once(decision);
    return runSingle(this.#database, caller, options, { key, item: id }, async (tx) => {
      await this.#end(tx, caller, id, decision);
      return [done(await this.#view(tx, id))];
    });
  }

  async #end(tx: Tx, caller: Caller, id: string, decision: Decision): Promise<void> {
    const now = this.#clock.now();
    const offer = await readTransfer(tx, id, new Date(now));
    if (offer === undefined) {
      throw new LunaError('TRANSFER_UNKNOWN', 'There is no offer with this id.');
    }
    const side = decision === 'withdraw' ? offer.from : offer.to;
    if (side.id !== caller.organizationId) {
      throw new LunaError('TRANSFER_NOT_YOURS', `To ${decision} this offer is for the other side.`);
    }
    if (offer.state !== 'OFFERED') throw closed();
    if (decision === 'accept') {
      await acceptTransfer(tx, caller, now, offer);
    } else {
      const state = decision === 'refuse' ? 'REFUSED' : 'WITHDRAWN';
      const by = caller.actorId;
      if (!(await endTransfer(tx, id, { state, by, now: new Date(now) }))) throw closed();
    }
    await recordAct(tx, caller, now, {
      act: ACTS[decision],
      subject: { type: 'passport', id: offer.passport.code },
      details: {
        transfer: id,
        from: offer.from.id,
        to: offer.to.id,
      },
    });
  }

  async #view(tx: Tx, id: string): Promise<TransferView> {
    const transfer = await readTransfer(tx, id, new Date(this.#clock.now()));
    if (transfer === undefined) throw new Error('the offer is gone');
    return transfer;
  }
}

const ACTS = {
  accept: 'transfer.accepted',
  refuse: 'transfer.refused',
  withdraw: 'transfer.withdrawn',
} as const;

function closed(): LunaError {
  const message = 'This offer is no longer open: it was decided, withdrawn or has expired.';
  return new LunaError('TRANSFER_CLOSED', message);
}
