import { appendAudit, type AuditedAct, type Tx } from '@luna/database';
import type { Caller } from '../../auth/auth.public.ts';

/** Records what a caller did to a job, in the transaction in which it is done. */
export async function recordAct(
  tx: Tx,
  { organizationId, actorId, sessionId, from: { address, agent } }: Caller,
  now: number,
  act: string,
  jobId: string,
  details: AuditedAct['data']['details'],
): Promise<void> {
  await appendAudit(tx, {
    org: organizationId,
    actor: actorId,
    occurredAt: new Date(now).toISOString(),
    data: {
      act,
      subject: { type: 'job', id: jobId },
      from: { ...(address && { address }), ...(agent && { agent }) },
      ...(sessionId === undefined ? {} : { session: sessionId }),
      details,
    },
  });
}
