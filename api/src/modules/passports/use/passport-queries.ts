import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { Passport } from '../data/passport-row.ts';
import { readEvents, type EventOfPassport } from '../data/read-events.ts';
import { readComponents } from '../data/components.ts';
import { countPassports, readPage, type Total } from '../data/list-passports.ts';
import { passportsByRef, readPassport } from '../data/read-passports.ts';
import type { EventQuery, ExportQuery, PassportQuery } from '../http/list-query.ts';
import type { ComponentQuery, ComponentTree } from '../http/parts.ts';
import type { EventView, PassportView } from '../http/views.ts';
import { exportPassports } from './export-passports.ts';
import { passportUnknown } from './own-passport.ts';
import { Readers } from './readers.ts';

/** Parts shown of a device at the most. */
const COMPONENTS = 1_000;

/** Everything that reads passports. */
@Injectable()
export class PassportQueries {
  readonly #database: Database;
  readonly #readers: Readers;

  constructor(database: Database, readers: Readers) {
    this.#database = database;
    this.#readers = readers;
  }

  /** Throws PASSPORT_UNKNOWN. */
  async find(id: string): Promise<PassportView> {
    const ref = passportRef(id);
    return viewOf(await this.#readers.tx(undefined, (tx) => existing(tx, ref)));
  }

  /** The organisation's passports, newest first. */
  async list(caller: Caller, query: PassportQuery): Promise<Page<PassportView>> {
    const { limit, cursor, ...filter } = query;
    const { after, page } = readCursor(cursor, listPlace);
    return this.#database.tx(caller, async (tx) => {
      const found = await readPage(tx, filter, { before: after?.id, limit: limit + 1 });
      const isLast = found.length <= limit;
      const count = after?.count ?? (isLast ? exactly(found) : await countPassports(tx, filter));
      const place = ({ id: last }: Passport) => writePlace(last, count);
      return pageOf(found, place, { ...count, page, limit }).map(viewOf);
    });
  }

  /** The same as CSV, whole, in batches that are read as they are taken. */
  csv(caller: Caller, { bom, ...filter }: ExportQuery): AsyncGenerator<string> {
    return exportPassports(this.#database, caller, filter, { bom });
  }

  /** The history of a passport, oldest first; payloads as far as the caller may see them. */
  async events(
    caller: Caller | undefined,
    id: string,
    { limit, cursor }: EventQuery,
  ): Promise<Page<EventView>> {
    const ref = passportRef(id);
    const { after, page } = readCursor(cursor, z.int().min(0));
    return this.#readers.tx(caller, async (tx, source) => {
      const { stream, position } = await existing(tx, ref);
      const found = await readEvents(tx, source, stream, { after: after ?? 0, limit: limit + 1 });
      return pageOf(found, (event) => event.position, { total: position, page, limit }).map(
        eventViewOf,
      );
    });
  }

  /** What is in a device of the caller's organisation. Throws PASSPORT_UNKNOWN. */
  async components(caller: Caller, id: string, { depth }: ComponentQuery): Promise<ComponentTree> {
    const ref = passportRef(id);
    return this.#database.tx(caller, async (tx) => {
      const passport = (await passportsByRef(tx, [ref])).get(ref);
      if (passport === undefined) throw passportUnknown();
      // One deeper and one more than is shown tells whether there is more.
      const found = await readComponents(tx, passport.id, {
        depth: depth + 1,
        limit: COMPONENTS + 1,
      });
      const components = found.slice(0, COMPONENTS).filter((node) => node.depth <= depth);
      return { code: passport.code, components, complete: components.length === found.length };
    });
  }

  /** One event. Throws PASSPORT_UNKNOWN, EVENT_UNKNOWN. */
  async event(caller: Caller | undefined, id: string, position: number): Promise<EventView> {
    const ref = passportRef(id);
    return this.#readers.tx(caller, async (tx, source) => {
      const { stream } = await existing(tx, ref);
      const [event] = await readEvents(tx, source, stream, { after: position - 1, limit: 1 });
      if (event?.position === position) return eventViewOf(event);
      throw new LunaError('EVENT_UNKNOWN', 'This passport has no event at this position.');
    });
  }
}

/** Where a page of the list ended, and what was counted for the first: counted once per walk. */
const listPlace = z
  .string()
  .regex(/^[0-9a-f-]{36}[=~]\d{1,12}$/)
  .transform((text) => ({
    id: z.uuid().parse(text.slice(0, 36)),
    count: { total: Number(text.slice(37)), totalIsEstimate: text[36] === '~' },
  }));

function writePlace(id: string, { total, totalIsEstimate }: Total): string {
  return `${id}${totalIsEstimate ? '~' : '='}${total}`;
}

function exactly(shown: readonly unknown[]): Total {
  return { total: shown.length, totalIsEstimate: false };
}

async function existing(tx: Tx, ref: string): Promise<Passport> {
  const passport = await readPassport(tx, ref);
  if (passport !== undefined) return passport;
  throw passportUnknown();
}

function viewOf({ stream, createdAt, updatedAt, flags, ...passport }: Passport): PassportView {
  return {
    ...passport,
    flags: [...flags],
    stream: toHex(stream),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function eventViewOf({ leafHash, recordedAt, ...event }: EventOfPassport): EventView {
  return {
    ...event,
    leafHash: toHex(leafHash),
    recordedAt: new Date(recordedAt).toISOString(),
  };
}
