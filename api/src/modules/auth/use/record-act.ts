import { appendAudit, type AuditedAct, type Tx } from '@luna/database';
import type { Caller } from '../caller.ts';

/** Records a sensitive act of a caller in their audit stream, in the transaction in which it is done. */
export async function recordAct(
  tx: Tx,
  { organizationId, actorId, sessionId, from: { address, agent } }: Caller,
  now: number,
  data: Pick<AuditedAct['data'], 'act' | 'subject' | 'details'>,
): Promise<void> {
  await appendAudit(tx, {
    org: organizationId,
    actor: actorId,
    occurredAt: new Date(now).toISOString(),
    data: {
      ...data,
      from: { ...(address && { address }), ...(agent && { agent }) },
      ...(sessionId === undefined ? {} : { session: sessionId }),
    },
  });
}
