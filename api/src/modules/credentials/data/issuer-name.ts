import type { Tx } from '@luna/database';
import { z } from 'zod';

const nameRow = z.object({ name: z.string() });

/** The legal name of the transaction's organisation, or the name it goes by. */
export async function issuerName(tx: Tx, organizationId: string): Promise<string> {
  const row = await tx.row(
    nameRow,
    `SELECT coalesce(legal_name, name) AS name FROM organizations.organization WHERE id = $1`,
    [organizationId],
  );
  if (row === undefined) throw new TypeError('there is no such organisation');
  return row.name;
}
