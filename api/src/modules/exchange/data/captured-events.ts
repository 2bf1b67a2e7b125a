import { bigint, bytea, type Tx } from '@luna/database';
import { fromHex, toHex, type EventRef } from '@luna/record';
import { z } from 'zod';

/** An EPCIS event from outside; `id` is its CBV hash id. */
export type CapturedEvent = { id: string; isError: boolean };

const HASH_ID = /^ni:\/\/\/sha-256;([0-9a-f]{64})\?ver=CBV2\.0$/;

function hashOf(id: string): Uint8Array {
  return fromHex(HASH_ID.exec(id)?.[1] ?? '');
}

const capturedRow = z
  .object({ passport_id: z.uuid(), hash: bytea, is_error: z.boolean() })
  .transform((row) => ({
    passportId: row.passport_id,
    id: `ni:///sha-256;${toHex(row.hash)}?ver=CBV2.0`,
    isError: row.is_error,
  }));

/** Which of these events histories of these passports hold already, of the organisation's passports. */
export async function readCaptured(
  tx: Tx,
  passportIds: readonly string[],
  ids: readonly string[],
): Promise<(CapturedEvent & { passportId: string })[]> {
  return tx.rows(
    capturedRow,
    `SELECT c.passport_id, c.hash, c.is_error FROM exchange.captured_event c
     WHERE c.passport_id = ANY ($1) AND c.hash = ANY ($2)`,
    [passportIds, ids.map(hashOf)],
  );
}

const refRow = z
  .object({ stream: bytea, position: bigint, leaf_hash: bytea })
  .transform(({ stream, position, leaf_hash }): EventRef => ({
    stream: toHex(stream),
    position,
    leaf: toHex(leaf_hash),
  }));

/** The events of ours that an event from outside became. */
export async function becameOf(
  tx: Tx,
  passport: { id: string; stream: Uint8Array },
  eventId: string,
): Promise<EventRef[]> {
  return tx.rows(
    refRow,
    `SELECT e.stream, e.position, e.leaf_hash
     FROM exchange.captured_event c
     JOIN ledger.event e ON e.stream = $2 AND e.position BETWEEN c.first_position AND c.last_position
     WHERE c.passport_id = $1 AND c.hash = $3 AND NOT c.is_error ORDER BY e.position`,
    [passport.id, passport.stream, hashOf(eventId)],
  );
}

/** Remembers an event, and where in the history it stands. */
export async function insertCaptured(
  tx: Tx,
  passportId: string,
  { id, isError }: CapturedEvent,
  { first, last }: { first: number; last: number },
): Promise<void> {
  await tx.execute(
    `INSERT INTO exchange.captured_event (passport_id, hash, is_error, first_position, last_position)
     VALUES ($1, $2, $3, $4, $5)`,
    [passportId, hashOf(id), isError, first, last],
  );
}
