import { appendAudit, type AuditedAct, type Tx } from '@luna/database';
import { z } from 'zod';
import type { From } from '../caller.ts';
import { NO_ORGANIZATION } from '../rules/token-claims.ts';

/** Who did it: a person, in which organisation and session, from where, and when. */
export type Acting = {
  accountId: string;
  organizationId: string;
  sessionId?: string | undefined;
  from: From;
  now: number;
};

const contextRow = z.object({ org: z.uuid() });

/**
 * Records a sensitive act of a person in its own transaction. Whoever belongs to no organisation is
 * recorded under the operator's. The rows of luna_auth do not depend on the organisation of the
 * transaction, so it is set here, where it is known at last.
 */
export async function audit(
  tx: Tx,
  { accountId, organizationId, sessionId, from, now }: Acting,
  act: string,
  more: Pick<AuditedAct['data'], 'subject' | 'details'> = {},
): Promise<void> {
  const context = await tx.row(
    contextRow,
    `SELECT set_config('app.current_organization_id', coalesce($1::uuid,
       (SELECT id FROM organizations.organization WHERE operator))::text, true)::uuid AS org`,
    [organizationId === NO_ORGANIZATION ? null : organizationId],
  );
  if (context === undefined) throw new TypeError('set_config returned no row');
  const { address, agent } = from;
  await appendAudit(tx, {
    org: context.org,
    actor: accountId,
    occurredAt: new Date(now).toISOString(),
    data: {
      act,
      from: { ...(address && { address }), ...(agent && { agent }) },
      ...(sessionId === undefined ? {} : { session: sessionId }),
      ...more,
    },
  });
}
