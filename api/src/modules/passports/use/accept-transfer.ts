import type { Tx } from '@luna/database';
import type { Author } from '../../auth/auth.public.ts';
import { lockPassports } from '../data/lock-passports.ts';
import { takeTitle, type Transfer } from '../data/transfers.ts';
import { usable } from './own-passport.ts';
import { prepareEvent } from './prepare-event.ts';
import { writeEvents } from './write-events.ts';

const NOTHING = { event: () => false, document: () => false };

/**
 * Takes title to a device and to every part in it, and says so in each of their histories, signed off
 * by who offered and who accepts. Throws TRANSFER_CLOSED, COMPONENT_INSTALLED, DEVICE_EXISTS,
 * PASSPORT_STALE.
 */
export async function acceptTransfer(
  tx: Tx,
  caller: Author,
  now: number,
  { id, from, to, offeredBy, reference }: Transfer,
): Promise<void> {
  const moved = await takeTitle(tx, id, caller.actorId, new Date(now));
  const locked = await lockPassports(tx, moved);
  const data = {
    from: from.id,
    to: to.id,
    offeredBy,
    acceptedBy: caller.actorId,
    ...(reference === null ? {} : { reference }),
  };
  await writeEvents(
    tx,
    moved.map((passport) =>
      prepareEvent(
        caller,
        now,
        usable(locked.get(passport)),
        { kind: 'passport.transferred', data },
        NOTHING,
      ),
    ),
  );
}
