import type { NewEvent as LedgerEvent } from '@luna/database';
import { canonicalBytes, checkPayload, type Envelope, type Kind } from '@luna/record';
import { LunaError } from '@luna/runtime';
import type { Author } from '../../auth/auth.public.ts';
import type { Passport } from '../data/passport-row.ts';
import { accessOf } from '../rules/access.ts';
import { advance, type Known } from '../rules/advance.ts';
import { occurredAt } from '../rules/occurred-at.ts';
import type { PassportEvent } from '../rules/passport-event.ts';

/** An event ready to be written, and what the passport is after it. */
export type Prepared = { head: Passport; ledger: LedgerEvent };

/**
 * Checks one event against what the passport is by now, and makes the ledger's form of it.
 * Throws POSITION_CONFLICT, OCCURRED_IN_FUTURE, PAYLOAD_INVALID, PAYLOAD_TOO_LARGE and what
 * {@link advance} throws.
 */
export function prepareEvent(
  author: Author,
  now: number,
  head: Passport,
  event: PassportEvent,
  known: Known,
): Prepared {
  const position = head.position + 1;
  if (event.expectedPosition !== undefined && event.expectedPosition !== position) {
    throw new LunaError(
      'POSITION_CONFLICT',
      `Position ${event.expectedPosition} is not next, ${position} is. Nothing was written: read the history again and retry.`,
      { retryable: true, details: { expected: event.expectedPosition, next: position } },
    );
  }
  const envelope = checkPayload(event.kind, {
    v: 1,
    org: author.organizationId,
    actor: author.actorId,
    access: accessOf(event.kind, event.access),
    occurredAt: occurredAt(event.occurredAt, now),
    data: event.data,
  });
  // Here as well as in the ledger, so that one payload of over 64 KiB refuses its item alone.
  canonicalBytes(envelope);
  return {
    head: { ...head, ...advance(head, event, known), position },
    ledger: ledgerEvent(head.stream, event.kind, envelope, position),
  };
}

function ledgerEvent<K extends Kind>(
  stream: Uint8Array,
  kind: K,
  envelope: Envelope<K>,
  expectedPosition: number,
): LedgerEvent<K> {
  return { stream, kind, envelope, expectedPosition };
}
