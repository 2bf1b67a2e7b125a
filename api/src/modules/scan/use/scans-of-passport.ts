import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { passportRef, passportsByRef } from '../../passports/passports.public.ts';
import { readScans } from '../data/scan-counts.ts';
import type { ScansQuery, ScansView } from '../http/scans-view.ts';
import { periodOf } from '../rules/period.ts';

/** How often a company's own devices were scanned. */
@Injectable()
export class ScansOfPassport {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, @Inject(CLOCK) clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Throws PASSPORT_UNKNOWN, for devices of other companies too. */
  async of(caller: Caller, id: string, query: ScansQuery): Promise<ScansView> {
    const ref = passportRef(id);
    const period = periodOf(query, this.#clock.now());
    const days = await this.#database.tx(caller, async (tx) => {
      const passport = (await passportsByRef(tx, [ref])).get(ref);
      if (passport === undefined) {
        throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
      }
      return readScans(tx, passport.id, period);
    });
    return { ...period, total: days.reduce((sum, { scans }) => sum + scans, 0), days };
  }
}
