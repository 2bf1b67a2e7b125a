import { randomBytes } from 'node:crypto';
import { CODEC, encodePayload, type Envelope, type Kind } from '@luna/record';
import { z } from 'zod';
import { bigint, bytea, type Tx } from './tx.ts';

/** An event to be written; position, time, previous leaf and salt are the ledger's to give. */
export type NewEvent<K extends Kind = Kind> = {
  [P in K]: {
    /** 32 bytes, `streamId(name)`. */
    stream: Uint8Array;
    kind: P;
    envelope: Envelope<P>;
    /** The position the writer believes is next; anything else is POSITION_CONFLICT. */
    expectedPosition?: number | undefined;
  };
}[K];

export type AppendedEvent = {
  position: number;
  leafHash: Uint8Array;
  /** Unix milliseconds. */
  recordedAt: number;
};

const appendedRow = z.object({
  ordinal: bigint,
  position: bigint,
  leaf_hash: bytea,
  recorded_at: bigint,
});

const APPEND = `SELECT * FROM ledger.append($1::bytea[], $2::text[], $3::smallint[], $4::bytea[],
  $5::bytea[], $6::uuid[], $7::uuid[], $8::text[], $9::bigint[])`;

/**
 * Appends events in one round trip, all or none, and tells where each landed, in the order given.
 * Streams are locked in sorted order until the transaction ends.
 * Throws POSITION_CONFLICT (retryable) and what {@link encodePayload} throws.
 */
export async function append(tx: Tx, events: readonly NewEvent[]): Promise<AppendedEvent[]> {
  if (events.length === 0) return [];
  const salts = randomBytes(32 * events.length);
  const rows = await tx.query(APPEND, [
    events.map((event) => event.stream),
    events.map((event) => event.kind),
    events.map(() => CODEC.json),
    events.map(payloadBytes),
    events.map((_, i) => salts.subarray(32 * i, 32 * i + 32)),
    events.map((event) => event.envelope.org),
    events.map((event) => event.envelope.actor),
    events.map((event) => event.envelope.access.join(',')),
    events.map((event) => event.expectedPosition ?? null),
  ]);
  const appended: AppendedEvent[] = new Array<AppendedEvent>(events.length);
  for (const row of rows) {
    const { ordinal, position, leaf_hash, recorded_at } = appendedRow.parse(row);
    appended[ordinal - 1] = { position, leafHash: leaf_hash, recordedAt: recorded_at };
  }
  return appended;
}

function payloadBytes<K extends Kind>({ kind, envelope }: NewEvent<K>): Uint8Array {
  return encodePayload(kind, envelope);
}
