import { bigint, bytea, type Tx } from '@luna/database';
import { readEvent, type RecordedEvent } from '@luna/record';
import { z } from 'zod';

/** An event of a passport; `payload` null where the reader may not see it or it was erased. */
export type EventOfPassport = {
  position: number;
  kind: string;
  recordedAt: number;
  leafHash: Uint8Array;
  /** Where it stands in the log; null until it is sealed. */
  leafIndex: number | null;
  access: string[];
  payload: { org: string; actor: string; occurredAt: string; data: Record<string, unknown> } | null;
};

const eventRow = z
  .object({
    position: bigint,
    kind: z.string(),
    recorded_at: bigint,
    leaf_hash: bytea,
    leaf_index: bigint.nullable(),
    access: z.array(z.string()),
    json: z
      .object({
        org: z.string(),
        actor: z.string(),
        occurredAt: z.string(),
        data: z.record(z.string(), z.unknown()),
      })
      .nullable(),
  })
  .transform((row): EventOfPassport => ({
    position: row.position,
    kind: row.kind,
    recordedAt: row.recorded_at,
    leafHash: row.leaf_hash,
    leafIndex: row.leaf_index,
    access: row.access,
    payload: row.json,
  }));

/** Where events are read: as far as the transaction's organisation may see them, or anybody. */
export type EventSource = 'ledger.visible_event' | 'ledger.public_event';

/** Events of a stream after a position, oldest first; payloads as far as the source shows them. */
export async function readEvents(
  tx: Tx,
  source: EventSource,
  stream: Uint8Array,
  page: { after: number; limit: number },
): Promise<EventOfPassport[]> {
  return tx.rows(
    eventRow,
    `SELECT e.position, e.kind, e.recorded_at, e.leaf_hash, e.leaf_index, e.access, e.json
     FROM ${source} e
     WHERE e.stream = $1 AND e.position > $2 ORDER BY e.position LIMIT $3`,
    [stream, page.after, page.limit],
  );
}

const entryRow = z.object({ entry: bytea, bytes: bytea.nullable() });

/** A whole history as it was recorded; payloads as far as the source shows them. */
export async function readRecorded(
  tx: Tx,
  source: EventSource,
  stream: Uint8Array,
): Promise<RecordedEvent[]> {
  const rows = await tx.rows(
    entryRow,
    `SELECT e.entry, e.bytes FROM ${source} e WHERE e.stream = $1 ORDER BY e.position`,
    [stream],
  );
  return rows.map(({ entry, bytes }) => readEvent(entry, bytes));
}

type Place = { stream: Uint8Array; position: number; leaf: Uint8Array };
const placeRow = z.object({ o: bigint });

/** Which of these events exist, exactly as named; indexes into `places`. */
export async function existingEvents(tx: Tx, places: readonly Place[]): Promise<Set<number>> {
  if (places.length === 0) return new Set();
  const rows = await tx.rows(
    placeRow,
    `SELECT u.o FROM unnest($1::bytea[], $2::bigint[], $3::bytea[])
       WITH ORDINALITY AS u (stream, position, leaf, o)
     JOIN ledger.event e ON e.stream = u.stream AND e.position = u.position AND e.leaf_hash = u.leaf`,
    [
      places.map(({ stream }) => stream),
      places.map(({ position }) => position),
      places.map(({ leaf }) => leaf),
    ],
  );
  return new Set(rows.map(({ o }) => o - 1));
}

/** Which of these documents (stream, SHA-256 in hex) were attached; indexes into `documents`. */
export async function attachedDocuments(
  tx: Tx,
  documents: readonly { stream: Uint8Array; sha256: string }[],
): Promise<Set<number>> {
  if (documents.length === 0) return new Set();
  const rows = await tx.rows(
    placeRow,
    `SELECT u.o FROM unnest($1::bytea[], $2::text[]) WITH ORDINALITY AS u (stream, sha256, o)
     WHERE EXISTS (
       SELECT FROM ledger.visible_event e
       WHERE e.stream = u.stream AND e.kind = 'passport.document_attached'
         AND e.json -> 'data' ->> 'sha256' = u.sha256)`,
    [documents.map(({ stream }) => stream), documents.map(({ sha256 }) => sha256)],
  );
  return new Set(rows.map(({ o }) => o - 1));
}
