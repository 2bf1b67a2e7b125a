import { LunaError } from '@luna/runtime';
import type { Caller, Permitted } from '../../auth/auth.public.ts';

/** On whose behalf something is written, and what they may do. */
export type Writer = Pick<Caller, 'organizationId' | 'actorId' | 'role' | 'permissions'>;

/** Throws NOT_PERMITTED, naming the permission. */
export function checkPermitted({ permissions }: Writer, permitted: Permitted): void {
  if (permissions.has(`${permitted}:org`)) return;
  throw new LunaError('NOT_PERMITTED', `Your role does not allow this; it needs ${permitted}.`);
}

/** The same for two writers if and only if they are the same to every rule. */
export function nameOfWriter({ organizationId, actorId, role, permissions }: Writer): string {
  return [organizationId, actorId, role, ...[...permissions].sort()].join(' ');
}
