import { CODEC, decodeEntry, entryLeaf } from './entry.ts';
import type { EventRef } from './fields.ts';
import { toHex } from './hex.ts';
import { isKind, type Envelopes, type Kind } from './kinds.ts';
import { parsePayload } from './payload.ts';
import { RecordError } from './record-error.ts';

/** An event as its reader knows it; `payload` is null where it was erased or not disclosed. */
export type RecordedEvent<K extends Kind = Kind> = {
  [P in K]: { kind: P; ref: EventRef; recordedAt: number; payload: Envelopes[P] | null };
}[K];

/**
 * Joins an entry with its payload, or with null.
 *
 * It does not look at the commitment: whoever holds the salt checks that first. Errors: every
 * `ENTRY_…` of `decodeEntry`, `KIND_UNKNOWN`, `ENTRY_CODEC` (an event kind is always JSON) and those
 * of `parsePayload`.
 */
export function readEvent(entry: Uint8Array, payload: Uint8Array | null): RecordedEvent {
  const { kind, codec, stream, position, recordedAt } = decodeEntry(entry);
  if (!isKind(kind)) throw new RecordError('KIND_UNKNOWN', `no such kind of event: ${kind}`);
  if (codec !== CODEC.json) throw new RecordError('ENTRY_CODEC', `${kind} is written in JSON`);
  const ref = { stream: toHex(stream), position, leaf: toHex(entryLeaf(entry)) };
  return join(kind, ref, recordedAt, payload);
}

function join<K extends Kind>(
  kind: K,
  ref: EventRef,
  recordedAt: number,
  payload: Uint8Array | null,
): RecordedEvent<K> {
  return {
    kind,
    ref,
    recordedAt,
    payload: payload === null ? null : parsePayload(kind, payload),
  };
}
