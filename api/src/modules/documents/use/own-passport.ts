import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { passportRef, passportsByRef } from '../../passports/passports.public.ts';

/** The passport of the transaction's organisation that a code or UUID names. Throws PASSPORT_UNKNOWN. */
export async function ownPassport(tx: Tx, id: string): Promise<{ id: string; code: string }> {
  const ref = passportRef(id);
  const passport = (await passportsByRef(tx, [ref])).get(ref);
  if (passport === undefined) throw passportUnknown();
  return passport;
}

export function passportUnknown(): LunaError {
  return new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
}

export function documentUnknown(): LunaError {
  const message = 'This passport has no document with this SHA-256 that you may see.';
  return new LunaError('DOCUMENT_NOT_FOUND', message);
}
