import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import { CLOCK, CONFIG } from '../../../parts.ts';
import type { Author } from '../../auth/auth.public.ts';
import { passportRef, passportsByRef, readPassport } from '../../passports/passports.public.ts';
import type { LabelOrder } from '../http/label-order.ts';
import type { QrPngQuery, QrQuery } from '../http/qr-query.ts';
import { qrPng } from '../rules/qr-png.ts';
import { qrSvg } from '../rules/qr-svg.ts';
import { printLabels } from './print-labels.ts';

/** QR codes and labels: what leads from a device to its passport. */
@Injectable()
export class Labels {
  readonly #database: Database;
  readonly #publicUrl: string;
  readonly #clock: Clock;

  constructor(database: Database, @Inject(CONFIG) config: Config, @Inject(CLOCK) clock: Clock) {
    this.#database = database;
    this.#publicUrl = config.PUBLIC_URL;
    this.#clock = clock;
  }

  /** Throws PASSPORT_UNKNOWN. */
  async svg(id: string, query: QrQuery): Promise<string> {
    const code = await this.#codeOf(id);
    return qrSvg(this.#urlOf(code), { ...query, title: code });
  }

  /** Throws PASSPORT_UNKNOWN. */
  async png(id: string, query: QrPngQuery): Promise<Buffer> {
    return qrPng(this.#urlOf(await this.#codeOf(id)), query);
  }

  /**
   * Labels of the caller's passports as a PDF, made while it is read. Throws PASSPORT_UNKNOWN before
   * anything is, naming the passport.
   */
  async sheets(caller: Author, { passports, ...order }: LabelOrder): Promise<Readable> {
    const refs = passports.map(passportRef);
    const found = await this.#database.tx(caller, (tx) => passportsByRef(tx, refs));
    const labels = refs.map((ref) => {
      const passport = found.get(ref);
      if (passport === undefined) throw unknownPassport(ref);
      const { code, manufacturer, model, serialNumber } = passport;
      // What tells devices apart comes first: where room is scarce, the last stays away.
      return {
        code,
        url: this.#urlOf(code),
        lines: [`S/N ${serialNumber}`, model, manufacturer],
      };
    });
    return Readable.from(printLabels({ ...order, labels }, this.#clock.now()));
  }

  async #codeOf(id: string): Promise<string> {
    const ref = passportRef(id);
    const passport = await this.#database.tx({}, (tx) => readPassport(tx, ref));
    if (passport === undefined) throw unknownPassport(ref);
    return passport.code;
  }

  #urlOf(code: string): string {
    return new URL(`/p/${code}`, this.#publicUrl).href;
  }
}

function unknownPassport(passport: string): LunaError {
  const message = 'There is no passport with this code or id.';
  return new LunaError('PASSPORT_UNKNOWN', message, { details: { passport } });
}
