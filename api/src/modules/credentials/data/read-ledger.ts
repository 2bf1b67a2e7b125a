import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

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
