import * as z from 'zod/mini';
import { CredentialError } from './credential-error.ts';

/** A dateTimeStamp of XML Schema 1.1, as credentials and proofs have them: always with an offset. */
export const dateTime = z.iso.datetime({ offset: true });

/** @throws CredentialError TIME_INVALID unless `text` is such an instant */
export function checkTime(text: string): void {
  if (!dateTime.safeParse(text).success) {
    throw new CredentialError('TIME_INVALID', 'expected an instant such as 2026-01-15T08:30:00Z');
  }
}
