import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { AUTH_DATABASE } from '../../../parts.ts';
import { readEndedSessions } from '../data/sessions.ts';
import { ACCESS_SECONDS } from '../rules/token-claims.ts';

/** Age at which the list is read again in the background … */
const STALE_MS = 2_000;
/** … and at which nobody is let in before it has been. */
const OLD_MS = 4_000;
/**
 * Milliseconds that each read reaches back behind the one before: a session is ended at a time that
 * becomes visible only at commit, and no transaction lives longer than 30 s (`transaction_timeout`).
 */
const OVERLAP_MS = 35_000;
/** Once its last access token has expired, an ended session need not be remembered. */
const REMEMBERED_MS = ACCESS_SECONDS * 1000 + OVERLAP_MS;

/**
 * The sessions that have ended while access tokens of theirs may still be good. Each process reads
 * what is new at most every two seconds and only when somebody calls, so that a check costs no query
 * and yet a session ends everywhere within five seconds. While the database cannot be asked nobody
 * is let in.
 */
@Injectable()
export class Revocations {
  readonly #database: Database;
  /** Session → when it ended, in Unix milliseconds of the database's clock. */
  readonly #ended = new Map<string, number>();
  #readTo: number | undefined;
  #askedAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(@Inject(AUTH_DATABASE) database: Database) {
    this.#database = database;
  }

  /** Whether the session has ended, as of at most five seconds ago. */
  async hasEnded(sid: string): Promise<boolean> {
    const age = performance.now() - this.#askedAt;
    if (age > OLD_MS) await this.#refresh();
    // A failure shows when the list is old, to whoever then has to wait.
    else if (age > STALE_MS) void this.#refresh().catch(() => undefined);
    return this.#ended.has(sid);
  }

  /** Tells this process at once of what it has ended itself. */
  add(sids: readonly string[]): void {
    for (const sid of sids) this.#ended.set(sid, this.#readTo ?? Date.now());
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<void> {
    const askedAt = performance.now();
    const since = this.#readTo === undefined ? REMEMBERED_MS : OVERLAP_MS;
    const { now, ended } = await this.#database.tx({}, (tx) =>
      readEndedSessions(tx, this.#readTo, since),
    );
    for (const [sid, at] of ended) this.#ended.set(sid, at);
    for (const [sid, at] of this.#ended) if (at < now - REMEMBERED_MS) this.#ended.delete(sid);
    this.#readTo = now;
    this.#askedAt = askedAt;
  }
}
