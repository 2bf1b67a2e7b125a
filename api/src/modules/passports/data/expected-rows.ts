import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';
import { conditions, type PassportFilter } from './passport-filter.ts';

const planRow = z.object({
  'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]),
});

/** How many passports of the organisation the planner expects to fit a filter, `q` apart. */
export async function expectedRows(tx: Tx, filter: PassportFilter): Promise<number> {
  const { sql, values } = conditions(filter, 1);
  const row = await tx.row(
    planRow,
    `EXPLAIN (FORMAT JSON) SELECT FROM passports.passport p WHERE true${sql}`,
    values,
  );
  return Math.round(row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0);
}

const expectedRow = z.object({ expected: bigint });

/** How many it expects a search to find. */
export async function expectedMatches(tx: Tx, q: string): Promise<number> {
  const row = await tx.row(expectedRow, 'SELECT passports.expected_matches($1) AS expected', [q]);
  return row?.expected ?? 0;
}
