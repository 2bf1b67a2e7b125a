import { kindInfo, type AccessClass, type Kind } from '@luna/record';

/**
 * Who may read a payload: what the caller chose, sorted; otherwise everybody, except for kinds people
 * write freely in, which may name a person.
 */
export function accessOf(kind: Kind, given: readonly AccessClass[] | undefined): AccessClass[] {
  if (given !== undefined) return [...given].sort();
  return kindInfo(kind).mayHoldPersonalData ? ['authority', 'interest', 'owner'] : ['public'];
}
