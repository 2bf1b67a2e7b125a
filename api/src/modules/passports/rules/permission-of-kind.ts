import type { Permitted } from '../../auth/auth.public.ts';
import type { NewEvent } from '../http/new-event.ts';

/** What each kind of event needs, however it is sent: alone, in a batch, by PATCH or by a use case. */
export const PERMISSION_OF_KIND = {
  'passport.amended': 'passports:amend',
  'passport.status_changed': 'passports:move',
  'passport.located': 'passports:record',
  'passport.noted': 'passports:record',
  'passport.serviced': 'passports:record',
  'passport.inspected': 'passports:record',
  'passport.tested': 'passports:record',
  'passport.part_replaced': 'passports:record',
  'passport.measured': 'passports:record',
  'passport.corrected': 'passports:record',
  'passport.flagged': 'passports:flag',
  'passport.document_attached': 'passports:attach',
  'passport.document_published': 'passports:publish',
} as const satisfies Readonly<Record<NewEvent['kind'], Permitted>>;

/** Whoever holds none of these can append nothing. */
export const APPENDING = [
  'passports:record',
  'passports:move',
  'passports:amend',
  'passports:flag',
  'passports:attach',
  'passports:publish',
] as const satisfies readonly Permitted[];
