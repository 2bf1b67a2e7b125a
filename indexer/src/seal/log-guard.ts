import { type Database } from '@luna/database';
import { z } from 'zod';
import { checkLog, type Witness } from './check-log.ts';
import type { SignedMarkFile } from './signed-mark.ts';

type LogGuardOptions = {
  database: Database;
  mark: SignedMarkFile;
  /** What the chain says was anchored; undefined when nothing was. Throws while that is unknown. */
  chainWitness: () => Promise<Witness | undefined>;
};

/**
 * Stands before every step that gives something out. At the start, and whenever the database turns
 * out to be another server or on another timeline, the log must extend what was given out before.
 */
export class LogGuard {
  readonly #options: LogGuardOptions;
  #checked: string | undefined;

  constructor(options: LogGuardOptions) {
    this.#options = options;
  }

  /** @throws LunaError LOG_TRUNCATED, LOG_FORKED, LOG_DAMAGED, CHAIN_LAGGING */
  async ensure(): Promise<void> {
    const { database, mark, chainWitness } = this.#options;
    const server = await serverIdentity(database);
    if (server === this.#checked) return;
    const witnesses: Witness[] = [];
    const signed = await mark.read();
    if (signed) {
      const root = Buffer.from(signed.root, 'hex');
      witnesses.push({ source: 'the last signed checkpoint', size: signed.size, root });
    }
    const anchored = await chainWitness();
    if (anchored) witnesses.push(anchored);
    await checkLog(database, witnesses);
    this.#checked = server;
  }
}

async function serverIdentity(database: Database): Promise<string> {
  const row = await database.tx({}, (tx) =>
    tx.row(
      z.object({ identity: z.string() }),
      `SELECT s.system_identifier || '/' || c.timeline_id AS identity
       FROM pg_control_system() s, pg_control_checkpoint() c`,
    ),
  );
  return row?.identity ?? '';
}
