import type { Tx } from '@luna/database';
import { fromHex, toHex } from '@luna/record';
import { done, refused, type Outcome } from '../../idempotency/idempotency.public.ts';
import { lockPassports } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { Passport } from '../data/passport-row.ts';
import { attachedDocuments, existingEvents } from '../data/read-events.ts';
import type { NewEvent } from '../http/new-event.ts';
import type { EventReceipt } from '../http/receipts.ts';
import type { Known } from '../rules/advance.ts';
import { PERMISSION_OF_KIND } from '../rules/permission-of-kind.ts';
import { checkRole } from '../rules/role-on-edge.ts';
import { checkPermitted, type Writer } from '../rules/writer.ts';
import { usable } from './own-passport.ts';
import { prepareEvent, type Prepared } from './prepare-event.ts';
import { writeEvents } from './write-events.ts';

/** An event for one passport, named by code or UUID. */
export type EventItem = { passport: string; event: NewEvent };

/**
 * Appends events to passports of the caller's organisation, in the order given, and moves the
 * passports' rows on. An event that is refused (PASSPORT_UNKNOWN, NOT_PERMITTED, ROLE_NOT_ALLOWED,
 * ILLEGAL_STATUS_EDGE, POSITION_CONFLICT, …) is not written; the others are. Passports stay locked
 * until the transaction ends, so two writers of one device take turns.
 */
export async function appendEvents(
  tx: Tx,
  caller: Writer,
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
  const accepted = new Map<number, Prepared>();
  const outcomes = items.map(({ event }, index): Outcome<EventReceipt> | undefined => {
    try {
      const ref = refs[index];
      if (ref?.done === false) throw ref.error;
      const found = usable(locked.get(ref?.value ?? ''));
      checkPermitted(caller, PERMISSION_OF_KIND[event.kind]);
      const prepared = prepareEvent(caller, now, heads.get(found.id) ?? found, event, known(index));
      if (event.kind === 'passport.status_changed') checkRole(caller.role, event.data);
      heads.set(found.id, prepared.head);
      accepted.set(index, prepared);
      return undefined;
    } catch (error) {
      return refused(error);
    }
  });
  const written = (await writeEvents(tx, [...accepted.values()])).values();
  return outcomes.map((outcome) => {
    if (outcome !== undefined) return outcome;
    const { value } = written.next();
    return value === undefined ? refused(new Error('no outcome')) : done(value);
  });
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
