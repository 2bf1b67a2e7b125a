import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

/** What an act says of itself, as `audit.acted` of `@luna/record` wrote it. */
const said = z.object({
  act: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }).optional(),
  from: z.object({ address: z.string().optional(), agent: z.string().optional() }),
  session: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const actRow = z
  .object({
    id: z.uuid(),
    org_id: z.uuid(),
    actor_id: z.uuid(),
    recorded_at: bigint,
    data: said.nullable(),
  })
  .transform((row) => ({
    id: row.id,
    organizationId: row.org_id,
    actorId: row.actor_id,
    recordedAt: row.recorded_at,
    said: row.data,
  }));

/** A sensitive act; `recordedAt` in Unix milliseconds, `said` null where it was erased. */
export type AuditAct = z.output<typeof actRow>;

/** Where acts are read: those of the transaction's organisation, or, as luna_platform, everybody's. */
export type ActSource = 'ledger.own_audit_act' | 'ledger.audit_act';

/** Which acts; times in Unix milliseconds, `from` included, `to` not. */
export type ActFilter = {
  organizationId?: string | undefined;
  actor?: string | undefined;
  act?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

/** The place of an act in the trail. */
export type ActPlace = Pick<AuditAct, 'recordedAt' | 'id'>;

/** Acts before a place, newest first. */
export async function readActs(
  tx: Tx,
  source: ActSource,
  filter: ActFilter,
  { before, limit }: { before: ActPlace | undefined; limit: number },
): Promise<AuditAct[]> {
  const { sql, values } = conditions(filter, before);
  return tx.rows(
    actRow,
    `SELECT a.id, a.org_id, a.actor_id, a.recorded_at, a.data FROM ${source} a WHERE true${sql}
     ORDER BY a.recorded_at DESC, a.id DESC LIMIT ${limit}`,
    values,
  );
}

/** How many acts there are, counting no further than `most`. */
export async function countActs(
  tx: Tx,
  source: ActSource,
  filter: ActFilter,
  most: number,
): Promise<number> {
  const { sql, values } = conditions(filter, undefined);
  const row = await tx.row(
    z.object({ counted: bigint }),
    `SELECT count(*) AS counted FROM (SELECT FROM ${source} a WHERE true${sql} LIMIT ${most}) few`,
    values,
  );
  return row?.counted ?? 0;
}

/** Only what is set appears, so that each filter finds its index. */
function conditions(
  { organizationId, actor, act, from, to }: ActFilter,
  before: ActPlace | undefined,
): { sql: string; values: (string | number)[] } {
  const values: (string | number)[] = [];
  const place = (value: string | number) => `$${values.push(value)}`;
  const set: [string, string | number | undefined][] = [
    ['a.org_id =', organizationId],
    ['a.actor_id =', actor],
    [`a.data ->> 'act' =`, act],
    ['a.recorded_at >=', from],
    ['a.recorded_at <', to],
  ];
  const sql = set.flatMap(([sql, value]) =>
    value === undefined ? [] : [` AND ${sql} ${place(value)}`],
  );
  if (before !== undefined) {
    const { recordedAt, id } = before;
    sql.push(` AND (a.recorded_at, a.id) < (${place(recordedAt)}, ${place(id)})`);
  }
  return { sql: sql.join(''), values };
}
