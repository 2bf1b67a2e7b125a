import { logTiles, type Database, type Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { rootOf } from '@luna/tlog';
import { readHead } from './log-head.ts';

/** A root that was given out at a size, and by whom we know it. */
export type Witness = {
  /** For people: "the last signed checkpoint", "the head on chain 137", … */
  source: string;
  size: number;
  root: Uint8Array;
};

/**
 * Refuses a log that does not extend what was given out before: a restored backup, a clone, a
 * failover to a server that lagged. Nothing may be signed, anchored or broadcast on top of such a log.
 * @throws LunaError LOG_TRUNCATED (entries are missing: `luna recover`), LOG_FORKED, LOG_DAMAGED
 */
export async function checkLog(database: Database, witnesses: readonly Witness[]): Promise<void> {
  await database.tx({}, async (tx) => {
    const head = await readHead(tx);
    if (!head) return;
    await check(tx, 'LOG_DAMAGED', { source: 'the log head', size: head.size, root: head.root });
    for (const witness of witnesses) {
      if (witness.size > head.size) {
        throw new LunaError(
          'LOG_TRUNCATED',
          `This database holds ${head.size} entries, but ${witness.source} covers ${witness.size}. Entries ${head.size} to ${witness.size - 1} are missing: run \`luna recover\`. Nothing is signed or anchored until then.`,
          { details: { first: head.size, last: witness.size - 1 } },
        );
      }
      await check(tx, 'LOG_FORKED', witness);
    }
  });
}

async function check(tx: Tx, code: string, { source, size, root }: Witness): Promise<void> {
  const found = await rootOf(logTiles(tx), size);
  if (Buffer.compare(found, root) !== 0) {
    throw new LunaError(
      code,
      `The tiles of this database have another root at size ${size} than ${source}. Nothing is signed or anchored; run \`luna audit\`.`,
      { details: { size } },
    );
  }
}
