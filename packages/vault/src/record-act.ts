import { appendAudit, type Database, type Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';

const operatorRow = z.object({ id: z.uuid(), bootstrap_actor: z.uuid() });
export type Operator = { org: string; actor: string };

/** In whose name keys are changed: the operator's, by the actor that stands for the command line. */
export async function readOperator(database: Database): Promise<Operator> {
  const row = await database.tx({}, (tx) =>
    tx.row(
      operatorRow,
      'SELECT id, bootstrap_actor FROM organizations.organization WHERE operator',
    ),
  );
  if (!row) throw new LunaError('OPERATOR_MISSING', 'The database has no operator; migrate it.');
  return { org: row.id, actor: row.bootstrap_actor };
}

/** Records what was done to whose keys, in a transaction of the operator's organisation. */
export function recordAct(
  tx: Tx,
  operator: Operator,
  act: string,
  owner: string,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  return appendAudit(tx, {
    ...operator,
    occurredAt: new Date().toISOString(),
    data: { act, subject: { type: 'data_key', id: owner }, from: { agent: 'luna keys' }, details },
  });
}
