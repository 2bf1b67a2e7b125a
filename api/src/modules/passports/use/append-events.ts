import { append, type NewEvent as LedgerEvent, type Tx } from '@luna/database';
import {
  canonicalBytes,
  checkPayload,
  fromHex,
  toHex,
  type Envelope,
  type Kind,
} from '@luna/record';
import { LunaError } from '@luna/runtime';
import type { Caller } from '../../auth/auth.public.ts';
import { done, refused, type Outcome } from '../../idempotency/idempotency.public.ts';
import { lockPassports, updateHeads } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { Passport } from '../data/passport-row.ts';
import { attachedDocuments, existingEvents } from '../data/read-events.ts';
import type { NewEvent } from '../http/new-event.ts';
import type { EventReceipt } from '../http/receipts.ts';
import { accessOf } from '../rules/access.ts';
import { advance, type Known } from '../rules/advance.ts';
import { occurredAt } from '../rules/occurred-at.ts';

/** An event for one passport, named by code or UUID. */
export type EventItem = { passport: string; event: NewEvent };

/**
 * Appends events to passports of the caller's organisation, in the order given, and moves the
 * passports' rows on. An event that is refused (PASSPORT_UNKNOWN, ILLEGAL_STATUS_EDGE,
 * POSITION_CONFLICT, …) is not written; the others are. Passports stay locked until the transaction
 * ends, so two writers of one device take turns.
 */
export async function appendEvents(
  tx: Tx,
  caller: Caller,
  now: number,
  items: readonly EventItem[],
): Promise<Outcome<EventReceipt>[]> {
  const refs = items.map((item) => attempt(() => passportRef(item.passport)));
  const locked = await lockPassports(
    tx,
    refs.flatMap((ref) => (ref.done ? [ref.value] : [])),
  );
  const known = await lookUp(tx, items, refs, locked);
  const heads = new Map<string, Passport>();
  const accepted: { index: number; passport: Passport; event: LedgerEvent }[] = [];
  const outcomes = items.map((item, index): Outcome<EventReceipt> | undefined => {
    try {
      const ref = refs[index];
      if (ref?.done === false) throw ref.error;
      const found = locked.get(ref?.value ?? '');
      if (found === undefined) throw unknownPassport();
      if (found.position !== found.ledgerPosition) throw stalePassport();
      const head = heads.get(found.id) ?? found;
      const event = prepare(caller, now, head, item.event, known(index));
      heads.set(found.id, event.head);
      accepted.push({ index, passport: found, event: event.ledger });
      return undefined;
    } catch (error) {
      return refused(error);
    }
  });
  const appended = await append(
    tx,
    accepted.map(({ event }) => event),
  );
  await updateHeads(tx, [...heads.values()]);
  const receipts = new Map(
    accepted.map(({ index, passport, event }, at) => {
      const place = appended[at];
      if (place === undefined) return [index, refused(new Error('an event was left out'))];
      return [
        index,
        done({
          code: passport.code,
          kind: event.kind,
          position: place.position,
          leafHash: toHex(place.leafHash),
          recordedAt: new Date(place.recordedAt).toISOString(),
        }),
      ];
    }),
  );
  return outcomes.map(
    (outcome, index) => outcome ?? receipts.get(index) ?? refused(new Error('no outcome')),
  );
}

/** Checks one event against what the passport is by now, and makes the ledger's form of it. */
function prepare(
  caller: Caller,
  now: number,
  head: Passport,
  event: NewEvent,
  known: Known,
): { head: Passport; ledger: LedgerEvent } {
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
    org: caller.organizationId,
    actor: caller.actorId,
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

/** Looks up, in at most two queries, whatever the events of a batch refer to. */
async function lookUp(
  tx: Tx,
  items: readonly EventItem[],
  refs: readonly Outcome<string>[],
  locked: ReadonlyMap<string, Passport>,
): Promise<(index: number) => Known> {
  const corrections = new Map<number, number>();
  const publications = new Map<number, number>();
  const places: { stream: Uint8Array; position: number; leaf: Uint8Array }[] = [];
  const documents: { stream: Uint8Array; sha256: string }[] = [];
  for (const [index, { event }] of items.entries()) {
    const ref = refs[index];
    const stream = ref?.done ? locked.get(ref.value)?.stream : undefined;
    if (stream === undefined) continue;
    if (event.kind === 'passport.corrected') {
      const { corrects } = event.data;
      if (corrects.stream !== toHex(stream)) continue;
      corrections.set(index, places.length);
      places.push({ stream, position: corrects.position, leaf: fromHex(corrects.leaf) });
    } else if (event.kind === 'passport.document_published') {
      publications.set(index, documents.length);
      documents.push({ stream, sha256: event.data.sha256 });
    }
  }
  const existing = await existingEvents(tx, places);
  const attached = await attachedDocuments(tx, documents);
  return (index) => ({
    event: () => existing.has(corrections.get(index) ?? -1),
    document: () => attached.has(publications.get(index) ?? -1),
  });
}

function attempt<T>(body: () => T): Outcome<T> {
  try {
    return done(body());
  } catch (error) {
    return refused(error);
  }
}

/** After a restore the row may lag behind the ledger, or the other way round: it decides nothing. */
function stalePassport(): LunaError {
  const message = 'The records of this passport disagree with its history; luna audit says more.';
  return new LunaError('PASSPORT_STALE', message);
}

function unknownPassport(): LunaError {
  return new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
}
