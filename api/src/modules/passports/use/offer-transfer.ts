import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { parentOf } from '../data/components.ts';
import { lockPassports } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import { insertTransfer, organizationOf } from '../data/transfers.ts';
import type { NewTransfer } from '../http/transfer.ts';
import { usable } from './own-passport.ts';

/** How long an offer stands. */
const VALID_MS = 30 * 24 * 3_600_000;

/**
 * Offers title to a device, with every part in it, to another organisation, which is a party to the
 * device while the offer stands. Tells the offer's id. Throws PASSPORT_UNKNOWN, ORGANIZATION_UNKNOWN,
 * TRANSFER_TO_SELF, TRANSFER_OPEN, COMPONENT_INSTALLED.
 */
export async function offerTransfer(
  tx: Tx,
  caller: Caller,
  now: number,
  id: string,
  { to, reference }: NewTransfer,
): Promise<string> {
  const ref = passportRef(id);
  const passport = usable((await lockPassports(tx, [ref])).get(ref));
  const organization = await organizationOf(tx, to);
  if (organization === undefined) {
    throw new LunaError('ORGANIZATION_UNKNOWN', 'There is no organisation with this code or id.');
  }
  if (organization === caller.organizationId) {
    throw new LunaError('TRANSFER_TO_SELF', 'Your organisation has title to this device already.');
  }
  if ((await parentOf(tx, passport.id)) !== undefined) {
    const message = 'This device is part of another, and goes with it. Remove it there first.';
    throw new LunaError('COMPONENT_INSTALLED', message);
  }
  const offer = await insertTransfer(
    tx,
    {
      passportId: passport.id,
      from: caller.organizationId,
      to: organization,
      by: caller.actorId,
      reference,
      expiresAt: new Date(now + VALID_MS),
    },
    new Date(now),
  );
  await recordAct(tx, caller, now, {
    act: 'transfer.offered',
    subject: { type: 'passport', id: passport.code },
    details: {
      transfer: offer,
      to: organization,
    },
  });
  return offer;
}
