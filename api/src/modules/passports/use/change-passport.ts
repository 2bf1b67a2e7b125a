import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { done, type Outcome } from '../../idempotency/idempotency.public.ts';
import { lockPassports } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { PassportPatch } from '../http/passport-patch.ts';
import type { EventReceipt } from '../http/receipts.ts';
import { eventsOfPatch } from '../rules/events-of-patch.ts';
import type { Writer } from '../rules/writer.ts';
import { appendEvents } from './append-events.ts';
import { usable } from './own-passport.ts';

/**
 * Changes a passport as a patch says: one `passport.amended` for the fields that differ, one
 * `passport.status_changed`. Throws PASSPORT_UNKNOWN, NOTHING_TO_CHANGE and what appending refuses;
 * all events or none.
 */
export async function changePassport(
  tx: Tx,
  caller: Writer,
  now: number,
  id: string,
  patch: PassportPatch,
): Promise<Outcome<EventReceipt[]>> {
  const ref = passportRef(id);
  const passport = usable((await lockPassports(tx, [ref])).get(ref));
  const events = eventsOfPatch(passport, patch);
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
