import type { Database } from '@luna/database';
import type { Clock, Logger } from '@luna/runtime';
import type { Signer } from '@luna/tlog';
import type { Leadership } from '../leader.ts';
import { eventsWait } from './events-wait.ts';
import type { LogGuard } from './log-guard.ts';
import { sealBatch } from './seal-batch.ts';
import { signCheckpoint } from './sign-checkpoint.ts';
import type { SignedMarkFile } from './signed-mark.ts';

/** Events sealed in one transaction, at the most: keeps it well under a second. */
const BATCH = 10_000;
const SWEEP_EVERY_MS = 3_600_000;
/** An event this old without a leaf is one the cursor has missed, or the indexer was away. */
const LATE_MS = 60_000;

export type SealOptions = {
  database: Database;
  guard: LogGuard;
  signer: Signer;
  mark: SignedMarkFile;
  clock: Clock;
  logger: Logger;
};

/** Seals and signs as long as it leads; remembers only when it last swept. */
export class Sealer {
  readonly #options: SealOptions;
  #sweptAt = -Infinity;

  constructor(options: SealOptions) {
    this.#options = options;
  }

  /** One batch, then one signature. Returns true when more may be waiting. */
  async turn(leadership: Leadership): Promise<boolean> {
    const { database, guard, signer, mark } = this.#options;
    await guard.ensure();
    await this.#sweep(leadership);
    const waiting = await database.tx({}, eventsWait);
    if (waiting) await database.tx({}, (tx) => sealBatch(tx, leadership, BATCH));
    await signCheckpoint(database, leadership, signer, mark);
    return waiting;
  }

  /** Hourly, and first of all: what the cursor has passed by is found by anti-join, and reported. */
  async #sweep(leadership: Leadership): Promise<void> {
    const { database, clock, logger } = this.#options;
    const now = clock.now();
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    const mode = { by: 'sweep', recordedBefore: now - LATE_MS } as const;
    for (let more = true; more;) {
      const result = await database.tx({}, (tx) => sealBatch(tx, leadership, BATCH, mode));
      if (result.sealed > 0) {
        logger.error({ events: result.sealed }, 'the sweep found events older than a minute');
      }
      ({ more } = result);
    }
    this.#sweptAt = now;
  }
}
