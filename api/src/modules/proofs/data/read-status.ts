import { bigint, bytea, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { z } from 'zod';

const statusRow = z
  .object({
    origin: z.string(),
    sealed: bigint,
    root: bytea,
    signed: bigint.nullable(),
    published: bigint.nullable(),
    mined: bigint.nullable(),
    unsealed: bigint,
  })
  .transform((row) => ({ ...row, root: toHex(row.root) }));
export type LogProgress = z.infer<typeof statusRow>;

/** Beyond this many the exact number of unsealed events helps nobody. */
const COUNT_LIMIT = 100_000;

/**
 * How far each step has come, in leaves. Events after the sealer's cursor are looked up in the log
 * one by one; before it there are none but stragglers, which the sealer itself looks for.
 */
export async function readProgress(tx: Tx, chainId: number): Promise<LogProgress | undefined> {
  return tx.row(
    statusRow,
    `SELECT h.origin, h.size AS sealed, h.root,
       (SELECT max(size) FROM log.checkpoint) AS signed,
       (SELECT max(size) FROM log.manifest) AS published,
       (SELECT max(size) FROM chain.anchor WHERE chain_id = $1) AS mined,
       (SELECT count(*) FROM (
          SELECT FROM ledger.event e
          WHERE (e.xid, e.id) > (h.cursor_xid, h.cursor_id) AND NOT EXISTS (
            SELECT FROM log.leaf l WHERE l.stream = e.stream AND l.position = e.position)
          LIMIT $2) u) AS unsealed
     FROM log.head h`,
    [chainId, COUNT_LIMIT],
  );
}
