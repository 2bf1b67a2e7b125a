import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import type { Caller } from '../../auth/auth.public.ts';
import { done, type Outcome } from '../../idempotency/idempotency.public.ts';
import { lockPassports } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { NewEvent } from '../http/new-event.ts';
import type { PassportPatch } from '../http/passport-patch.ts';
import type { EventReceipt } from '../http/receipts.ts';
import { eventsOfPatch } from '../rules/events-of-patch.ts';
import { appendEvents } from './append-events.ts';

/**
 * Changes a passport as a patch says: one `passport.amended` for the fields that differ, one
 * `passport.status_changed`. Throws PASSPORT_UNKNOWN, NOTHING_TO_CHANGE and what appending refuses;
 * all events or none.
 */
export async function changePassport(
  tx: Tx,
  caller: Caller,
  now: number,
  id: string,
  patch: PassportPatch,
): Promise<Outcome<EventReceipt[]>> {
  const ref = passportRef(id);
  const passport = (await lockPassports(tx, [ref])).get(ref);
  if (passport === undefined) {
    throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
  }
  const events: NewEvent[] = eventsOfPatch(passport, patch);
  if (events.length === 0) {
    throw new LunaError('NOTHING_TO_CHANGE', 'The passport already says all of this.');
  }
  const outcomes = await appendEvents(
    tx,
    caller,
    now,
    events.map((event) => ({ passport: ref, event })),
  );
  return done(
    outcomes.map((outcome) => {
      if (!outcome.done) throw outcome.error;
      return outcome.value;
    }),
  );
}
