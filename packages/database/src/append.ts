import { randomBytes } from 'node:crypto';
import {
  CODEC,
  decodeEntry,
  encodePayload,
  entryLeaf,
  type Envelope,
  type Kind,
} from '@luna/record';
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

const appendedRow = z.object({ position: bigint, leaf_hash: bytea, recorded_at: bigint });

const APPEND = `SELECT * FROM ledger.append($1::bytea[], $2::text[], $3::smallint[], $4::bytea[],
  $5::bytea[], $6::uuid[], $7::uuid[], $8::text[], $9::bigint[])`;

const entryRow = z.object({ entry: bytea });

const APPEND_EVENT = `SELECT ledger.append_event($1, $2, $3, $4, $5, $6, $7, $8, $9) AS entry`;

/**
 * Appends events in one round trip, all or none, and tells where each landed, in the order given.
 * Streams are locked in sorted order until the transaction ends.
 * Throws POSITION_CONFLICT (retryable) and what {@link encodePayload} throws.
 */
export async function append(tx: Tx, events: readonly NewEvent[]): Promise<AppendedEvent[]> {
  if (events.length === 0) return [];
  const [only] = events;
  if (only !== undefined && events.length === 1) return [await appendOne(tx, only)];
  const order = events.map((_, i) => i).sort(byStream(events));
  const sorted = order.flatMap((i) => events[i] ?? []);
  const salts = randomBytes(32 * events.length);
  const rows = await tx.rows(appendedRow, APPEND, [
    sorted.map((event) => event.stream),
    sorted.map((event) => event.kind),
    sorted.map(() => CODEC.json),
    sorted.map(payloadBytes),
    sorted.map((_, i) => salts.subarray(32 * i, 32 * i + 32)),
    sorted.map((event) => event.envelope.org),
    sorted.map((event) => event.envelope.actor),
    sorted.map((event) => event.envelope.access.join(',')),
    sorted.map((event) => event.expectedPosition ?? null),
  ]);
  const appended: AppendedEvent[] = new Array<AppendedEvent>(events.length);
  rows.forEach(({ position, leaf_hash, recorded_at }, n) => {
    appended[order[n] ?? 0] = { position, leafHash: leaf_hash, recordedAt: recorded_at };
  });
  return appended;
}

async function appendOne(tx: Tx, event: NewEvent): Promise<AppendedEvent> {
  const { stream, kind, envelope, expectedPosition } = event;
  const row = await tx.row(entryRow, APPEND_EVENT, [
    stream,
    kind,
    CODEC.json,
    payloadBytes(event),
    randomBytes(32),
    envelope.org,
    envelope.actor,
    envelope.access.join(','),
    expectedPosition ?? null,
  ]);
  if (!row) throw new TypeError('ledger.append_event returned no row');
  const { position, recordedAt } = decodeEntry(row.entry);
  return { position, leafHash: entryLeaf(row.entry), recordedAt };
}

/** Sorts indexes by stream; a stable sort leaves the events of one stream in their order. */
function byStream(events: readonly NewEvent[]) {
  return (a: number, b: number): number => {
    const [left, right] = [events[a]?.stream, events[b]?.stream];
    return left && right ? Buffer.compare(left, right) : 0;
  };
}

function payloadBytes<K extends Kind>({ kind, envelope }: NewEvent<K>): Uint8Array {
  return encodePayload(kind, envelope);
}
