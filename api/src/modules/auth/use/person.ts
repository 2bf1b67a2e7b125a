import { LunaError } from '@luna/runtime';
import type { Caller, From } from '../caller.ts';

/** A caller who is a person in a session. */
export type Person = { accountId: string; organizationId: string; sessionId: string; from: From };

/** Throws PERSON_REQUIRED for API keys, which have no account. */
export function personOf({ actorId, organizationId, sessionId, from }: Caller): Person {
  if (sessionId === undefined) {
    throw new LunaError('PERSON_REQUIRED', 'Only a person who has signed in can do this, no key.');
  }
  return { accountId: actorId, organizationId, sessionId, from };
}
