import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { SCANNER, type Scanner } from '../data/scanner.ts';

/** Malware names come from signature files; an audit event holds this many characters of one. */
const NAME_LENGTH = 200;

/** Lets files pass that the scanner says are clean; all of them where there is no scanner. */
@Injectable()
export class RefuseInfected {
  readonly #database: Database;
  readonly #scanner: Scanner | undefined;
  readonly #clock: Clock;

  constructor(
    database: Database,
    @Inject(SCANNER) scanner: Scanner | undefined,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#database = database;
    this.#scanner = scanner;
    this.#clock = clock;
  }

  /**
   * Until it returns the bytes are in memory alone: in quarantine. Throws FILE_INFECTED, of which an
   * audit event tells, and SCANNER_UNAVAILABLE.
   */
  async check(caller: Caller, code: string, sha256: string, bytes: Uint8Array): Promise<void> {
    const found = (await this.#scanner?.scan(bytes))?.slice(0, NAME_LENGTH);
    if (found === undefined) return;
    await this.#database.tx(caller, (tx) =>
      recordAct(tx, caller, this.#clock.now(), {
        act: 'document.infected',
        subject: { type: 'passport', id: code },
        details: { sha256, found },
      }),
    );
    throw new LunaError(
      'FILE_INFECTED',
      `The virus scanner finds ${found} in this file. Nothing was kept; clean the machine it is from.`,
    );
  }
}
