import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@luna/database';
import { epcisDocument, writeNameplate } from '@luna/passport';
import type { Clock, Config } from '@luna/runtime';
import { CLOCK, CONFIG } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import {
  passportRef,
  passportUnknown,
  Readers,
  readPassport,
  readRecorded,
} from '../../passports/passports.public.ts';

/** A passport in the forms of others' standards, as bytes of JSON. */
@Injectable()
export class PassportForms {
  readonly #readers: Readers;
  readonly #clock: Clock;
  readonly #config: Config;

  constructor(readers: Readers, @Inject(CLOCK) clock: Clock, @Inject(CONFIG) config: Config) {
    this.#readers = readers;
    this.#clock = clock;
    this.#config = config;
  }

  /** The public origin, without a slash at the end. */
  get origin(): string {
    return new URL(this.#config.PUBLIC_URL).origin;
  }

  /** The history; without a caller what is public alone. Throws PASSPORT_UNKNOWN. */
  async epcis(caller: Caller | undefined, id: string): Promise<Buffer> {
    const ref = passportRef(id);
    const parts = await this.#readers.tx(caller, async (tx, source) => {
      const passport = await existing(tx, ref);
      return { passport, events: await readRecorded(tx, source, passport.stream) };
    });
    const created = new Date(this.#clock.now()).toISOString();
    return bytesOf(epcisDocument({ ...parts, publicOrigin: this.origin, created }));
  }

  /** The plate. Throws PASSPORT_UNKNOWN. */
  async nameplate(id: string): Promise<Buffer> {
    const ref = passportRef(id);
    const passport = await this.#readers.tx(undefined, (tx) => existing(tx, ref));
    return bytesOf(writeNameplate({ passport, publicOrigin: this.origin }));
  }
}

async function existing(tx: Tx, ref: string) {
  const passport = await readPassport(tx, ref);
  if (passport === undefined) throw passportUnknown();
  return passport;
}

const bytesOf = (document: object) => Buffer.from(JSON.stringify(document));
