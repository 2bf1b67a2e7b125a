import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import type { Clock } from '@luna/runtime';
import { CLOCK, REQUEST_SECRET } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import {
  done,
  runBatch,
  runSingle,
  runTogether,
  type BatchBody,
  type BatchResult,
} from '../../idempotency/idempotency.public.ts';
import { newEventItem, type NewEvent } from '../http/new-event.ts';
import { newPassportItem, type NewPassport } from '../http/new-passport.ts';
import type { PartReplacement } from '../http/parts.ts';
import type { PassportPatch } from '../http/passport-patch.ts';
import {
  eventReceipt,
  passportReceipt,
  type EventReceipt,
  type PassportReceipt,
} from '../http/receipts.ts';
import { nameOfWriter, type Writer } from '../rules/writer.ts';
import { appendEvents, type EventItem } from './append-events.ts';
import { changePassport } from './change-passport.ts';
import { createPassports } from './create-passports.ts';
import { eraseEvent } from './erase-event.ts';
import { replacePart } from './replace-part.ts';

/** Everything that writes to passports, once per idempotency key, in one transaction each. */
@Injectable()
export class PassportCommands {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #creation;
  readonly #appending;
  readonly #changing;
  readonly #replacing;
  readonly #create;
  readonly #append;

  constructor(
    database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#clock = clock;
    const parts = (item: NewPassport) => [item];
    this.#creation = { route: 'passports.create', secret, parts, result: passportReceipt };
    this.#appending = {
      route: 'passports.append',
      secret,
      // Apart, so that a payload of 64 KiB still fits.
      parts: ({ passport, event: { data, ...rest } }: EventItem) => [passport, rest, data],
      result: eventReceipt,
    };
    this.#replacing = {
      route: 'passports.parts',
      secret,
      parts: (item: { ref: string; replacement: PartReplacement }) => [item],
      result: eventReceipt.array(),
    };
    this.#changing = {
      route: 'passports.change',
      secret,
      parts: (item: { ref: string; patch: PassportPatch }) => [item],
      result: eventReceipt.array(),
    };
    this.#create = runTogether(database, {
      ...this.#creation,
      nameOf: nameOfWriter,
      work: (tx, caller: Writer, items) => createPassports(tx, caller, clock.now(), items),
    });
    this.#append = runTogether(database, {
      ...this.#appending,
      nameOf: nameOfWriter,
      work: (tx, caller: Writer, items) => appendEvents(tx, caller, clock.now(), items),
    });
  }

  create(caller: Caller, key: string | undefined, item: NewPassport): Promise<PassportReceipt> {
    return this.#create(caller, { key, item });
  }

  createMany(caller: Caller, batch: BatchBody): Promise<BatchResult<PassportReceipt>> {
    const options = {
      ...this.#creation,
      schema: newPassportItem,
      read: ({ key, ...item }: NewPassport & { key?: string | undefined }) => ({ key, item }),
    };
    return runBatch(this.#database, caller, options, batch, (tx, items) =>
      createPassports(tx, caller, this.#clock.now(), items),
    );
  }

  append(
    caller: Caller,
    key: string | undefined,
    passport: string,
    event: NewEvent,
  ): Promise<EventReceipt> {
    return this.#append(caller, { key, item: { passport, event } });
  }

  appendMany(caller: Caller, batch: BatchBody): Promise<BatchResult<EventReceipt>> {
    const options = {
      ...this.#appending,
      schema: newEventItem,
      read: ({ key, ...item }: EventItem & { key?: string | undefined }) => ({ key, item }),
    };
    return runBatch(this.#database, caller, options, batch, (tx, items) =>
      appendEvents(tx, caller, this.#clock.now(), items),
    );
  }

  change(
    caller: Caller,
    key: string | undefined,
    ref: string,
    patch: PassportPatch,
  ): Promise<EventReceipt[]> {
    const item = { ref, patch };
    return runSingle(this.#database, caller, this.#changing, { key, item }, async (tx) => [
      await changePassport(tx, caller, this.#clock.now(), ref, patch),
    ]);
  }

  replacePart(
    caller: Caller,
    key: string | undefined,
    ref: string,
    replacement: PartReplacement,
  ): Promise<EventReceipt[]> {
    const item = { ref, replacement };
    return runSingle(this.#database, caller, this.#replacing, { key, item }, async (tx) => [
      done(await replacePart(tx, caller, this.#clock.now(), ref, replacement)),
    ]);
  }

  erase(caller: Caller, ref: string, position: number, reason: string): Promise<EventReceipt> {
    return this.#database.tx(caller, (tx) =>
      eraseEvent(tx, caller, this.#clock.now(), ref, position, reason),
    );
  }
}
