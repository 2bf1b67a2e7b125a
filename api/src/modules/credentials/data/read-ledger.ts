import { bigint, bytea, type Tx } from '@luna/database';
import { readEvent, type RecordedEvent } from '@luna/record';
import { z } from 'zod';

const entryRow = z.object({ entry: bytea, bytes: bytea.nullable() });

/** A passport's whole history; payloads as far as the transaction's context may see them. */
export async function readHistory(tx: Tx, stream: Uint8Array): Promise<RecordedEvent[]> {
  const rows = await tx.rows(
    entryRow,
    'SELECT entry, bytes FROM ledger.visible_event WHERE stream = $1 ORDER BY position',
    [stream],
  );
  return rows.map(({ entry, bytes }) => readEvent(entry, bytes));
}

const namedRow = z
  .object({ position: bigint, recorded_at: bigint, code: z.string() })
  .transform(({ recorded_at, ...row }) => ({ ...row, recordedAt: recorded_at }));

/** Where a history says of a document that anybody may read it; `recordedAt` in Unix ms. */
export type NamedBy = z.output<typeof namedRow>;

/** The public event at this position, if it publishes the document with this SHA-256 (hex). */
export async function publishingEvent(
  tx: Tx,
  passportId: string,
  position: number,
  sha256: string,
): Promise<NamedBy | undefined> {
  return tx.row(
    namedRow,
    `SELECT e.position, e.recorded_at, p.code
     FROM passports.public_passport p JOIN ledger.public_event e USING (stream)
     WHERE p.id = $1 AND e.position = $2 AND e.kind = 'passport.document_published'
       AND e.json -> 'data' ->> 'sha256' = $3`,
    [passportId, position, sha256],
  );
}
