import { canonicalBytes, CODEC, commitment, type Entry } from '@luna/record';
import { z } from 'zod';
import { NOBODY } from './recover.ts';
import type { AuditReport } from './report.ts';

/** The columns beside an entry, which are copies of what is hashed. */
export type EventCopy = {
  org: string;
  actor: string;
  access: readonly string[];
  payload: { bytes: Uint8Array; salt: Uint8Array; json: unknown } | null;
};

const envelope = z.object({ org: z.string(), actor: z.string(), access: z.array(z.string()) });

/**
 * Holds a row against its entry: the payload against the commitment, the copies of who did it
 * against the payload. A missing payload is fine only where an erasure in the stream names it.
 */
export function auditPayload(
  report: AuditReport,
  where: string,
  entry: Entry,
  copy: EventCopy,
  isErased: () => boolean,
): void {
  report.look('payloads');
  const { payload } = copy;
  if (!payload && copy.org === NOBODY) {
    report.add(
      'payloads',
      'PAYLOAD_LOST',
      where,
      'It was recovered from the public record; its payload was lost with the database.',
    );
    return;
  }
  if (!payload) {
    if (!isErased()) {
      report.add(
        'payloads',
        'PAYLOAD_MISSING',
        where,
        'Its payload is gone, and no erasure in its stream names it.',
      );
    }
    return;
  }
  if (Buffer.compare(commitment(payload.salt, payload.bytes), entry.commitment) !== 0) {
    report.add(
      'payloads',
      'PAYLOAD_ALTERED',
      where,
      'Its payload (or salt) is not the one the entry commits to.',
    );
    return;
  }
  if (entry.codec !== CODEC.json) return;
  if (Buffer.compare(bytesOf(payload.json), payload.bytes) !== 0) {
    report.add(
      'payloads',
      'JSON_ALTERED',
      where,
      'The copy kept for queries says something else than the payload.',
    );
  }
  const said = envelope.safeParse(JSON.parse(Buffer.from(payload.bytes).toString('utf8')));
  if (!said.success) {
    report.add('payloads', 'ENVELOPE_INVALID', where, 'Its payload does not say who wrote it.');
  } else if (
    said.data.org !== copy.org ||
    said.data.actor !== copy.actor ||
    said.data.access.join() !== copy.access.join()
  ) {
    report.add(
      'payloads',
      'AUTHOR_ALTERED',
      where,
      'The columns name another organisation, actor or access class than the payload that was hashed.',
    );
  }
}

function bytesOf(json: unknown): Uint8Array {
  try {
    return canonicalBytes(json);
  } catch {
    return new Uint8Array();
  }
}
