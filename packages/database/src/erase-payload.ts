import { randomBytes } from 'node:crypto';
import { encodePayload, toHex, type Envelope } from '@luna/record';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { bigint, bytea, type Tx } from './tx.ts';

export type Erasure = {
  stream: Uint8Array;
  position: number;
  reason: string;
  /** Who asks, for whom, and when: as in any envelope. */
  by: Pick<Envelope, 'org' | 'actor' | 'access' | 'occurredAt'>;
};

/**
 * Forgets a payload that may hold personal data and appends `payload.erased` to its stream. The
 * entry stays, and with it the proof that something was recorded there. Returns the new position.
 * @throws LunaError EVENT_UNKNOWN, KIND_NOT_ERASABLE, ERASURE_MISMATCH
 */
export async function erasePayload(tx: Tx, erasure: Erasure): Promise<number> {
  const { stream, position, reason, by } = erasure;
  const event = await tx.row(
    z.object({ leaf_hash: bytea }),
    'SELECT leaf_hash FROM ledger.event WHERE stream = $1 AND position = $2',
    [stream, position],
  );
  if (!event) throw new LunaError('EVENT_UNKNOWN', 'There is no such event.');
  const erases = { stream: toHex(stream), position, leaf: toHex(event.leaf_hash) };
  const payload = encodePayload('payload.erased', { v: 1, ...by, data: { erases, reason } });
  const row = await tx.row(
    z.object({ position: bigint }),
    'SELECT ledger.erase_payload($1, $2, $3, $4, $5, $6) AS position',
    [stream, position, payload, randomBytes(32), by.org, by.actor],
  );
  if (!row) throw new LunaError('EVENT_UNKNOWN', 'There is no such event.');
  return row.position;
}
