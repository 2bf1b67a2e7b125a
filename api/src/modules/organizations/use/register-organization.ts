import { createHash, randomUUID } from 'node:crypto';
import { type Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { type Author, type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import { insertMember } from '../data/members.ts';
import { insertOrganization, readOrganization, type Organization } from '../data/organizations.ts';
import { organizationView } from '../http/views.ts';
import type { NewOrganization } from '../http/organization-body.ts';

/**
 * Registers a company with the caller as its first ADMIN, in the new company's own context. With an
 * idempotency key its id follows from who asked with which key, so that a repetition finds it.
 * Throws ORGANIZATION_CODE_TAKEN, PERSON_REQUIRED (a key has no person who could be ADMIN).
 */
export async function registerOrganization(
  database: Database,
  {
    caller,
    key,
    secret,
    now,
  }: { caller: Caller; key: string | undefined; secret: string; now: number },
  body: NewOrganization,
): Promise<Organization> {
  const { actorId, sessionId } = caller;
  if (sessionId === undefined) {
    throw new LunaError(
      'PERSON_REQUIRED',
      'A company is registered by a person who signs in, not with a key.',
    );
  }
  const author: Author = { organizationId: newId(actorId, key), actorId };
  const parts = (item: NewOrganization) => [item];
  const options = { route: 'organizations.register', secret, parts, result: organizationView };
  return runSingle(database, author, options, { key, item: body }, async (tx) => {
    const { code, ...facts } = body;
    await insertOrganization(tx, author.organizationId, code, facts);
    await insertMember(tx, author.organizationId, actorId, 'ADMIN');
    await recordAct(tx, { ...caller, organizationId: author.organizationId }, now, {
      act: 'organization.registered',
      subject: { type: 'organization', id: author.organizationId },
    });
    const made = await readOrganization(tx, author.organizationId);
    if (made === undefined) throw new TypeError('the organisation was not inserted');
    return [done(made)];
  });
}

/** A UUID of version 8 (RFC 9562 §5.8) out of actor and key; a random one without a key. */
function newId(actorId: string, key: string | undefined): string {
  if (key === undefined) return randomUUID();
  const hash = createHash('sha256')
    .update(`organizations.register\n${actorId}\n${key}`)
    .digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) % 4);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
