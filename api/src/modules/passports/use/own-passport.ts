import { LunaError } from '@luna/runtime';
import type { LockedPassport } from '../data/lock-passports.ts';

/**
 * The passport that was named and locked. Throws PASSPORT_UNKNOWN, which a passport of another
 * organisation is as well, and PASSPORT_STALE: after a restore the row may lag behind the ledger, or
 * the other way round, and it decides nothing.
 */
export function usable(found: LockedPassport | undefined): LockedPassport {
  if (found === undefined) throw passportUnknown();
  if (found.position === found.ledgerPosition) return found;
  const message = 'The records of this passport disagree with its history; luna audit says more.';
  throw new LunaError('PASSPORT_STALE', message);
}

export function passportUnknown(): LunaError {
  return new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
}
