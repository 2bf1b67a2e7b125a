import type { Tx } from '@luna/database';
import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';

/** Lets one transaction at a time change who is part of whom in an organisation: no cycle slips in. */
export async function lockComponents(tx: Tx, organizationId: string): Promise<void> {
  await tx.execute(
    `SELECT pg_advisory_xact_lock(hashtextextended('passports.component:' || $1, 0))`,
    [organizationId],
  );
}

const idRow = z.object({ id: z.uuid() });

/** The device that a device is part of. */
export async function parentOf(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.row(
    idRow,
    'SELECT parent AS id FROM passports.component WHERE child = $1 AND until IS NULL',
    [id],
  );
  return row?.id;
}

/** Whether a device is another, or is anywhere below it. */
export async function isWithin(tx: Tx, id: string, other: string): Promise<boolean> {
  const row = await tx.row(
    idRow,
    `WITH RECURSIVE above AS (
       SELECT $1::uuid AS id
       UNION SELECT c.parent FROM above JOIN passports.component c ON c.child = above.id AND c.until IS NULL)
     SELECT id FROM above WHERE id = $2`,
    [id, other],
  );
  return row !== undefined;
}

/** Throws COMPONENT_INSTALLED when the child is part of something already. */
export async function insertComponent(
  tx: Tx,
  component: { parent: string; child: string; part: string; since: string },
): Promise<void> {
  await tx.execute(
    'INSERT INTO passports.component (parent, child, part, since) VALUES ($1, $2, $3, $4)',
    [component.parent, component.child, component.part, component.since],
  );
}

export async function endComponent(tx: Tx, child: string, until: string): Promise<void> {
  await tx.execute('UPDATE passports.component SET until = $2 WHERE child = $1 AND until IS NULL', [
    child,
    until,
  ]);
}

const nodeRow = z
  .object({
    parent: z.string(),
    part: z.string(),
    since: z.date(),
    depth: z.int(),
    id: z.uuid(),
    code: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    serial_number: z.string(),
    name: z.string().nullable(),
    status: z.enum(STATUSES),
    flags: z.array(z.enum(FLAGS)),
  })
  .transform(({ since, serial_number, ...row }) => ({
    ...row,
    serialNumber: serial_number,
    since: since.toISOString(),
  }));

/** A part in a tree: where it sits, and what it is. */
export type ComponentNode = z.output<typeof nodeRow>;

/** What is in a device, each part followed by what is in it; `depth` counts from 1. */
export async function readComponents(
  tx: Tx,
  id: string,
  { depth, limit }: { depth: number; limit: number },
): Promise<ComponentNode[]> {
  return tx.rows(
    nodeRow,
    `WITH RECURSIVE tree AS (
       SELECT c.parent, c.child, c.part, c.since, 1 AS depth, ARRAY[c.part, c.child::text] AS path
       FROM passports.component c WHERE c.parent = $1 AND c.until IS NULL
       UNION ALL
       SELECT c.parent, c.child, c.part, c.since, t.depth + 1, t.path || ARRAY[c.part, c.child::text]
       FROM tree t JOIN passports.component c ON c.parent = t.child AND c.until IS NULL
       WHERE t.depth < $2)
     SELECT q.code AS parent, t.part, t.since, t.depth, p.id, p.code, p.manufacturer, p.model,
       p.serial_number, p.name, p.status, p.flags
     FROM tree t
     JOIN passports.passport p ON p.id = t.child
     JOIN passports.passport q ON q.id = t.parent
     ORDER BY t.path LIMIT $3`,
    [id, depth, limit],
  );
}
