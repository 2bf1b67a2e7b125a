import { appendAudit, type AuditedAct, type Tx } from '@luna/database';
import type { Caller } from '../../auth/auth.public.ts';

/** Records what a caller did, in the transaction in which it is done. */
export async function recordAct(
  tx: Tx,
  caller: Caller,
  now: number,
  data: Pick<AuditedAct['data'], 'act' | 'subject' | 'details'>,
): Promise<void> {
  const { address, agent } = caller.from;
  await appendAudit(tx, {
    org: caller.organizationId,
    actor: caller.actorId,
    occurredAt: new Date(now).toISOString(),
    data: {
      ...data,
      from: { ...(address && { address }), ...(agent && { agent }) },
      ...(caller.sessionId && { session: caller.sessionId }),
    },
  });
}
