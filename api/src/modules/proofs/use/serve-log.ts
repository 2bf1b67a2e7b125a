import { Inject, Injectable } from '@nestjs/common';
import { logEntries, logTiles, type Database } from '@luna/database';
import type { Trust } from '@luna/evidence';
import { LunaError } from '@luna/runtime';
import { encodeBundle, parseEntriesPath, parseTilePath, TILE_WIDTH, tileWidth } from '@luna/tlog';
import { PUBLIC_DATABASE, TRUST } from '../../../parts.ts';
import { newestCheckpoint } from '../data/read-checkpoint.ts';

/** The log as C2SP tlog-tiles publishes it: every tile and bundle of every signed checkpoint. */
@Injectable()
export class ServeLog {
  readonly #database: Database;
  readonly #trust: Trust | null;
  /** The largest signed size seen. Sizes only grow, so what fits it needs no second look. */
  #signed = 0;

  constructor(@Inject(PUBLIC_DATABASE) database: Database, @Inject(TRUST) trust: Trust | null) {
    this.#database = database;
    this.#trust = trust;
  }

  /** The newest signed note. Throws LOG_NOT_STARTED. */
  async checkpoint(): Promise<string> {
    const newest = await this.#database.tx({}, newestCheckpoint);
    if (newest === undefined) {
      throw new LunaError('LOG_NOT_STARTED', 'The log has signed nothing yet; is the indexer up?', {
        retryable: true,
      });
    }
    return newest.note;
  }

  /** Verifier keys of the log, one per line. Throws TRUST_MISSING. */
  vkeys(): string {
    if (this.#trust === null) {
      throw new LunaError('TRUST_MISSING', 'This api was started without the trust roots file.');
    }
    return this.#trust.logKeys.map((key) => `${key}\n`).join('');
  }

  /** The tile of a path below `/log/`. Throws PATH_INVALID, TILE_UNKNOWN. */
  async tile(path: string): Promise<Uint8Array> {
    const tile = parseTilePath(path);
    await this.#assertSigned((size) => tileWidth(tile.level, tile.index, size) >= tile.width);
    return Buffer.concat(await this.#database.tx({}, (tx) => logTiles(tx).read([tile])));
  }

  /** The entry bundle of a path below `/log/`. Throws PATH_INVALID, TILE_UNKNOWN. */
  async entries(path: string): Promise<Uint8Array> {
    const { index, width } = parseEntriesPath(path);
    await this.#assertSigned((size) => tileWidth(0, index, size) >= width);
    const from = index * TILE_WIDTH;
    return encodeBundle(await this.#database.tx({}, (tx) => logEntries(tx, from, width)));
  }

  async #assertSigned(fits: (size: number) => boolean): Promise<void> {
    if (fits(this.#signed)) return;
    const newest = await this.#database.tx({}, newestCheckpoint);
    this.#signed = Math.max(this.#signed, newest?.size ?? 0);
    if (!fits(this.#signed)) {
      throw new LunaError('TILE_UNKNOWN', 'No signed checkpoint reaches that far.');
    }
  }
}
