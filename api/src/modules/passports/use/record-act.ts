import { appendAudit, type Tx } from '@luna/database';
import type { Caller } from '../../auth/auth.public.ts';

/** Records a sensitive act about a passport in the caller's audit stream, in its own transaction. */
export async function recordAct(
  tx: Tx,
  { organizationId, actorId, sessionId, from: { address, agent } }: Caller,
  now: number,
  act: string,
  code: string,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await appendAudit(tx, {
    org: organizationId,
    actor: actorId,
    occurredAt: new Date(now).toISOString(),
    data: {
      act,
      subject: { type: 'passport', id: code },
      from: { ...(address && { address }), ...(agent && { agent }) },
      ...(sessionId === undefined ? {} : { session: sessionId }),
      details,
    },
  });
}
