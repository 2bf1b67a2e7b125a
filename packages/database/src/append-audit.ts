import { randomBytes } from 'node:crypto';
import { encodePayload, type Envelope } from '@luna/record';
import type { Tx } from './tx.ts';

/** A sensitive act: who, for which organisation, when and what. `from` says from where. */
export type AuditedAct = Pick<Envelope<'audit.acted'>, 'org' | 'actor' | 'occurredAt' | 'data'>;

/**
 * Records a sensitive act in the actor's own stream (`audit:<actor>`, salted), in the transaction of
 * the act itself. Works for every role of the api; the transaction's organisation must be `org`.
 */
export async function appendAudit(tx: Tx, act: AuditedAct): Promise<void> {
  const payload = encodePayload('audit.acted', { v: 1, access: ['authority'], ...act });
  await tx.execute('SELECT FROM ledger.append_audit($1, $2, $3, $4, $5)', [
    act.org,
    act.actor,
    payload,
    randomBytes(32),
    randomBytes(32),
  ]);
}
