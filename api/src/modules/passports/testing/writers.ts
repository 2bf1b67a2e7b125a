import { randomUUID } from 'node:crypto';
import { permissionsOf, type MemberRole } from '../../auth/auth.public.ts';
import type { Writer } from '../rules/writer.ts';

/** Somebody with a role in an approved organisation, as the guard would let them in. */
export function writerOf(organizationId: string, role: MemberRole): Writer {
  const permissions = new Set(permissionsOf(role, { approved: true, operator: false }));
  return { organizationId, actorId: randomUUID(), role, permissions };
}
