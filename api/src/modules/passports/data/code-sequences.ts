import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import type { CodeGroup } from '../rules/code-group.ts';

const sequenceRow = z.object({
  company: z.string(),
  month: z.string(),
  product_type: z.string(),
  origin: z.string(),
  last: z.int(),
});

const columns = (groups: readonly CodeGroup[]) => [
  groups.map(({ company }) => company),
  groups.map(({ month }) => month),
  groups.map(({ productType }) => productType),
  groups.map(({ origin }) => origin),
];

/**
 * Locks the sequences of these groups until the transaction ends and tells the last number each gave
 * out. `groups` sorted and without repetition, so that two writers cannot lock each other out.
 * Throws COMPANY_TAKEN when another organisation gives out codes of the company.
 */
export async function lockSequences(
  tx: Tx,
  organizationId: string,
  groups: readonly CodeGroup[],
): Promise<number[]> {
  const values = columns(groups);
  await tx.execute(
    `INSERT INTO passports.code_sequence (company, month, product_type, origin, org_id, last)
     SELECT company, month, product_type, origin, $5, 0
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       WITH ORDINALITY AS u (company, month, product_type, origin, o)
     ORDER BY o ON CONFLICT ON CONSTRAINT code_sequence_pkey DO NOTHING`,
    [...values, organizationId],
  );
  const rows = await tx.rows(
    sequenceRow,
    `SELECT s.company, s.month, s.product_type, s.origin, s.last
     FROM passports.code_sequence s
     JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[])
       WITH ORDINALITY AS u (company, month, product_type, origin, o)
       USING (company, month, product_type, origin)
     ORDER BY u.o FOR UPDATE OF s`,
    values,
  );
  if (rows.length !== groups.length) {
    const message = 'Another organisation gives out the codes of this company.';
    throw new LunaError('COMPANY_TAKEN', message);
  }
  return rows.map(({ last }) => last);
}

/** Moves locked sequences on; `last` stands in the order of `groups`. */
export async function moveSequences(
  tx: Tx,
  groups: readonly CodeGroup[],
  last: readonly number[],
): Promise<void> {
  await tx.execute(
    `UPDATE passports.code_sequence s SET last = u.last
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
       AS u (company, month, product_type, origin, last)
     WHERE (s.company, s.month, s.product_type, s.origin)
       = (u.company, u.month, u.product_type, u.origin)`,
    [...columns(groups), last],
  );
}
