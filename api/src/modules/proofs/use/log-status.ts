import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError, type Config } from '@luna/runtime';
import { toHex } from '@luna/record';
import { CONFIG } from '../../../parts.ts';
import { newestAnchor } from '../data/read-anchors.ts';
import { readProgress } from '../data/read-status.ts';
import type { LogStatusView } from '../http/log-status-view.ts';

/** How far the log has come on its way to the chain. */
@Injectable()
export class LogStatus {
  readonly #database: Database;
  readonly #chainId: number;

  constructor(database: Database, @Inject(CONFIG) config: Config) {
    this.#database = database;
    this.#chainId = config.CHAIN_ID;
  }

  /** Throws LOG_NOT_STARTED. */
  async now(): Promise<LogStatusView> {
    return this.#database.tx({}, async (tx) => {
      const progress = await readProgress(tx, this.#chainId);
      if (progress === undefined) {
        throw new LunaError('LOG_NOT_STARTED', 'The log has not started; is the indexer up?', {
          retryable: true,
        });
      }
      const anchor = await newestAnchor(tx, this.#chainId, -1);
      return {
        origin: progress.origin,
        unsealed: progress.unsealed,
        sealed: progress.sealed,
        root: progress.root,
        signed: progress.signed ?? 0,
        published: progress.published ?? 0,
        mined: progress.mined ?? 0,
        anchored: anchor
          ? {
              size: anchor.size,
              root: toHex(anchor.root),
              chainId: this.#chainId,
              contract: anchor.contract,
              index: anchor.index,
              tx: anchor.tx,
              block: anchor.block,
              time: new Date(anchor.time * 1000).toISOString(),
            }
          : null,
      };
    });
  }
}
