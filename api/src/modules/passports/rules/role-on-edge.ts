import { OWN_ORDER_ROLES, transition } from '@luna/passport';
import type { Envelope } from '@luna/record';
import { LunaError } from '@luna/runtime';
import type { Role } from '../../auth/auth.public.ts';

type Step = Pick<Envelope<'passport.status_changed'>['data'], 'from' | 'to' | 'reason'>;

/**
 * Whether a role may take an edge of the lifecycle; which ones it may stands in the table itself.
 * Throws ROLE_NOT_ALLOWED, naming those who may, ORDER_REQUIRED for roles that may only on an order
 * of their own, and what `transition` throws.
 */
export function checkRole(role: Role, { from, to, reason }: Step): void {
  const { roles } = transition(from, to, reason);
  const held = roles.find((allowed) => allowed === role);
  if (held === undefined) {
    throw new LunaError(
      'ROLE_NOT_ALLOWED',
      `${from} to ${to} is for ${roles.join(', ')}; you act as ${role}.`,
      { details: { roles: roles.join(' ') } },
    );
  }
  if (OWN_ORDER_ROLES.includes(held)) {
    throw new LunaError(
      'ORDER_REQUIRED',
      `As ${role} you take ${from} to ${to} on an order of your own, and you have none for this device.`,
    );
  }
}
