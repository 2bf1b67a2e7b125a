import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Database } from '@luna/database';
import type { Logger } from '@luna/runtime';
import { LOGGER, PUBLIC_DATABASE } from '../../../parts.ts';
import { addScans } from '../data/scan-counts.ts';

/** How long a scan may be counted in memory alone: what a crash loses. */
const WRITE_AFTER_MS = 2000;

/**
 * Counts scans in memory and writes them together. What cannot be written stays and is tried again;
 * there is at most one number per device, so an outage does not fill the memory.
 */
@Injectable()
export class ScanCounts implements OnModuleDestroy {
  readonly #database: Database;
  readonly #logger: Logger;
  #waiting = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(PUBLIC_DATABASE) database: Database, @Inject(LOGGER) logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  add(passportId: string, scans = 1): void {
    this.#waiting.set(passportId, (this.#waiting.get(passportId) ?? 0) + scans);
    this.#timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
  }

  /** Writes what was counted so far. */
  write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  async onModuleDestroy(): Promise<void> {
    await this.write();
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    const scans = this.#waiting;
    if (scans.size === 0) return;
    this.#waiting = new Map();
    try {
      await this.#database.tx({}, (tx) => addScans(tx, scans));
    } catch (error) {
      this.#logger.warn({ err: error }, 'scans could not be counted yet');
      for (const [passportId, count] of scans) this.add(passportId, count);
    }
  }
}
