import { bigint, bytea, type Tx } from '@luna/database';
import { z } from 'zod';

const noteRow = z.object({ size: bigint, note: z.string() });

/** The newest signed checkpoint; undefined until the log has signed its first. */
export async function newestCheckpoint(
  tx: Tx,
): Promise<{ size: number; note: string } | undefined> {
  return tx.row(noteRow, 'SELECT size, note FROM log.checkpoint ORDER BY size DESC LIMIT 1');
}

const tileRow = z.object({ hashes: bytea });

/** What is stored of a tile: its first `n` hashes, as many as the log has by now. */
export async function readTile(
  tx: Tx,
  level: number,
  index: number,
): Promise<Uint8Array | undefined> {
  const row = await tx.row(
    tileRow,
    'SELECT hashes FROM log.tile WHERE level = $1 AND tile_index = $2',
    [level, index],
  );
  return row?.hashes;
}

const entryRow = z.object({ entry: bytea });

/** Entries of the leaves [from, to), in order. */
export async function readEntries(tx: Tx, from: number, to: number): Promise<Uint8Array[]> {
  const rows = await tx.rows(
    entryRow,
    `SELECT e.entry FROM log.leaf l JOIN ledger.event e USING (stream, position)
     WHERE l.leaf_index >= $1 AND l.leaf_index < $2 ORDER BY l.leaf_index`,
    [from, to],
  );
  return rows.map(({ entry }) => entry);
}
