import { bigint, bytea, type Tx } from '@luna/database';
import { z } from 'zod';
import type { EventSource } from '../../passports/passports.public.ts';

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

/** A stream from its first event; payloads as far as the source shows them. */
export async function readHistory(
  tx: Tx,
  source: EventSource,
  stream: Uint8Array,
): Promise<HistoryEntry[]> {
  return tx.rows(
    historyRow,
    `SELECT e.position, e.kind, e.entry, e.leaf_index, e.bytes, e.salt
     FROM ${source} e
     WHERE e.stream = $1 ORDER BY e.position`,
    [stream],
  );
}
