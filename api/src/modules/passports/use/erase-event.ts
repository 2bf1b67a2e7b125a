import { erasePayload, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { lockPassports, updateHeads } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import { readEvents } from '../data/read-events.ts';
import type { EventReceipt } from '../http/receipts.ts';
import { usable } from './own-passport.ts';

/**
 * Forgets what an event of a passport said, where people may have written about people, and says so
 * in the history; tells where. Whoever wrote it: erasing is the present owner's. Throws
 * PASSPORT_UNKNOWN, EVENT_UNKNOWN, KIND_NOT_ERASABLE, PAYLOAD_ERASED.
 */
export async function eraseEvent(
  tx: Tx,
  caller: Caller,
  now: number,
  id: string,
  position: number,
  reason: string,
): Promise<EventReceipt> {
  const ref = passportRef(id);
  const passport = usable((await lockPassports(tx, [ref])).get(ref));
  const { stream, code } = passport;
  const written = await erasePayload(tx, {
    stream,
    position,
    reason,
    by: {
      org: caller.organizationId,
      actor: caller.actorId,
      // The state of the device rests on it, so everybody reads it.
      access: ['public'],
      occurredAt: new Date(now).toISOString(),
    },
  });
  await updateHeads(tx, [{ ...passport, position: written }]);
  await recordAct(tx, caller, now, {
    act: 'passport.payload_erased',
    subject: { type: 'passport', id: code },
    details: { position },
  });
  const [event] = await readEvents(tx, 'ledger.visible_event', stream, {
    after: written - 1,
    limit: 1,
  });
  if (event === undefined) throw new Error('the erasure was not written');
  return {
    code,
    kind: event.kind,
    position: written,
    leafHash: toHex(event.leafHash),
    recordedAt: new Date(event.recordedAt).toISOString(),
  };
}
