import { bigint, bytea, logTiles, writeTiles, type Tx } from '@luna/database';
import { appendLeaves, edgeRoot, HASH_SIZE, readEdge, type Hash } from '@luna/tlog';
import { z } from 'zod';
import { fence, type Leadership } from '../leader.ts';
import { readHead, systemIdentifier } from './log-head.ts';

/**
 * SQL: the events `e` to look at next. The cursor is the fast path: in order of (xid, id), and only
 * below the oldest transaction still running, because an id may be taken long before its commit.
 */
export const pastCursor = (xid: string, id: string) =>
  `(e.xid, e.id) > (${xid}, ${id}) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())`;

const BY_CURSOR = `SELECT e.stream, e.position, e.xid, e.id FROM ledger.event e
  WHERE ${pastCursor('$3::xid8', '$4::uuid')} ORDER BY e.xid, e.id LIMIT $1`;

/** Whatever has no leaf and was recorded before $3, wherever the cursor stands. */
const BY_ANTI_JOIN = `SELECT e.stream, e.position, e.xid, e.id FROM ledger.event e
  WHERE NOT EXISTS (SELECT FROM log.leaf l WHERE l.stream = e.stream AND l.position = e.position)
    AND e.recorded_at < $3::bigint
  ORDER BY e.recorded_at LIMIT $1`;

/**
 * Gives the next events their leaf indexes. Each stream is taken from its last sealed position on,
 * with every smaller unsealed position, so positions never swap however commits were ordered; what
 * an earlier batch sealed that way is skipped.
 */
const seal = (fresh: string) => `
WITH fresh AS MATERIALIZED (${fresh}),
reach AS (SELECT stream, max(position) AS last FROM fresh GROUP BY stream),
sealed AS MATERIALIZED (
  SELECT r.stream, r.last,
    coalesce((SELECT max(l.position) FROM log.leaf l WHERE l.stream = r.stream), 0) AS done
  FROM reach r),
batch AS MATERIALIZED (
  SELECT e.stream, e.position, e.leaf_hash,
    $2::bigint - 1 + row_number() OVER (ORDER BY e.recorded_at, e.stream, e.position) AS leaf_index
  FROM sealed s CROSS JOIN LATERAL (
    SELECT * FROM ledger.event e
    WHERE e.stream = s.stream AND e.position > s.done AND e.position <= s.last) e),
added AS (
  INSERT INTO log.leaf (leaf_index, stream, position) SELECT leaf_index, stream, position FROM batch)
SELECT
  (SELECT count(*) FROM fresh) AS looked_at,
  pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
  (SELECT xid::text FROM fresh ORDER BY xid DESC, id DESC LIMIT 1) AS cursor_xid,
  (SELECT id::text FROM fresh ORDER BY xid DESC, id DESC LIMIT 1) AS cursor_id,
  (SELECT string_agg(leaf_hash, ''::bytea ORDER BY leaf_index) FROM batch) AS leaves`;

const SEAL_BY_CURSOR = seal(BY_CURSOR);
const SEAL_BY_ANTI_JOIN = seal(BY_ANTI_JOIN);

const sealedRow = z.object({
  looked_at: bigint,
  xmin: z.string(),
  cursor_xid: z.string().nullable(),
  cursor_id: z.string().nullable(),
  leaves: bytea.nullable(),
});

/** How a batch finds its events. */
export type SealMode =
  | { by: 'cursor' }
  /** Everything recorded before this Unix time in ms that has no leaf; the cursor stays. */
  | { by: 'sweep'; recordedBefore: number };

export type SealResult = {
  /** Leaves added. */
  sealed: number;
  /** True when the batch was full, so that more may be waiting. */
  more: boolean;
};

/**
 * Seals at most `limit` events (and the unsealed predecessors of each): leaves, tiles and head in
 * the caller's transaction, all or nothing. On a server other than the cursor's, whatever the mode,
 * events are found by anti-join until none is left.
 * @throws LunaError LEADERSHIP_LOST
 */
export async function sealBatch(
  tx: Tx,
  leadership: Leadership,
  limit: number,
  mode: SealMode = { by: 'cursor' },
): Promise<SealResult> {
  await fence(tx, leadership);
  const head = await readHead(tx);
  if (!head) throw new RangeError('the log has not been opened');
  const system = await systemIdentifier(tx);
  const restored = system !== head.system_identifier;
  const row =
    mode.by === 'cursor' && !restored
      ? await tx.row(sealedRow, SEAL_BY_CURSOR, [limit, head.size, head.cursor_xid, head.cursor_id])
      : await tx.row(sealedRow, SEAL_BY_ANTI_JOIN, [
          limit,
          head.size,
          mode.by === 'sweep' && !restored ? mode.recordedBefore : Number.MAX_SAFE_INTEGER,
        ]);
  if (!row) return { sealed: 0, more: false };
  const more = row.looked_at >= limit;
  const leaves = splitHashes(row.leaves ?? new Uint8Array());
  const cursor = restored
    ? restart(row, system, more)
    : mode.by === 'sweep'
      ? undefined
      : advance(row);
  if (leaves.length === 0 && cursor === undefined) return { sealed: 0, more };
  const { edge, tiles } = appendLeaves(await readEdge(logTiles(tx), head.size), leaves);
  await writeTiles(tx, tiles);
  await tx.execute(
    `UPDATE log.head SET size = $1, root = $2, sealed_at = now(),
       cursor_xid = coalesce($3::xid8, cursor_xid), cursor_id = coalesce($4::uuid, cursor_id),
       system_identifier = coalesce($5, system_identifier)`,
    [edge.size, edgeRoot(edge), cursor?.xid, cursor?.id, cursor?.system],
  );
  return { sealed: leaves.length, more };
}

type SealedRow = z.output<typeof sealedRow>;
type Cursor = { xid: string; id: string; system?: string };

function advance({ cursor_xid: xid, cursor_id: id }: SealedRow): Cursor | undefined {
  return xid === null || id === null ? undefined : { xid, id };
}

/**
 * A cursor of another server means nothing here. Once the anti-join finds no more, every event below
 * this server's oldest running transaction is sealed, and the cursor starts over from there.
 */
function restart({ xmin }: SealedRow, system: string, more: boolean): Cursor | undefined {
  return more ? undefined : { xid: xmin, id: '00000000-0000-0000-0000-000000000000', system };
}

function splitHashes(bytes: Uint8Array): Hash[] {
  return Array.from({ length: bytes.length / HASH_SIZE }, (_, i) =>
    bytes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE),
  );
}
