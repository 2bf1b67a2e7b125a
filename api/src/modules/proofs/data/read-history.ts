import { bigint, bytea, type Tx } from '@luna/database';
import { z } from 'zod';

/** An event as evidence shows it; `disclosed` where the reader may see the payload. */
export type HistoryEntry = {
  position: number;
  kind: string;
  entry: Uint8Array;
  leafIndex: number | null;
  disclosed: { payload: Uint8Array; salt: Uint8Array } | undefined;
};

const historyRow = z
  .object({
    position: bigint,
    kind: z.string(),
    entry: bytea,
    leaf_index: bigint.nullable(),
    bytes: bytea.nullable(),
    salt: bytea.nullable(),
  })
  .transform((row): HistoryEntry => ({
    position: row.position,
    kind: row.kind,
    entry: row.entry,
    leafIndex: row.leaf_index,
    disclosed:
      row.bytes === null || row.salt === null ? undefined : { payload: row.bytes, salt: row.salt },
  }));

/** A stream from its first event; payloads as far as the transaction's context may see them. */
export async function readHistory(tx: Tx, stream: Uint8Array): Promise<HistoryEntry[]> {
  return tx.rows(
    historyRow,
    `SELECT e.position, e.kind, e.entry, l.leaf_index, p.bytes, p.salt
     FROM ledger.event e
     LEFT JOIN log.leaf l USING (stream, position)
     LEFT JOIN ledger.payload p USING (stream, position)
     WHERE e.stream = $1 ORDER BY e.position`,
    [stream],
  );
}
